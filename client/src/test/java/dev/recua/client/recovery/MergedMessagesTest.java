package dev.recua.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ContentPart;
import dev.recua.client.wire.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedMessagesTest {
    @Test
    void messagesOfOneRoleInARowAreJoinedWithAnEmptyLine() {
        var messages =
                List.of(
                        ChatMessage.system("Be kind."),
                        ChatMessage.system("Be short."),
                        ChatMessage.user("One."),
                        ChatMessage.user("Two."),
                        ChatMessage.assistant("Three."));

        assertThat(MergedMessages.of(messages))
                .containsExactly(
                        ChatMessage.system("Be kind.\n\nBe short."),
                        ChatMessage.user("One.\n\nTwo."),
                        ChatMessage.assistant("Three."));
    }

    @Test
    void aConversationThatAlternatesStaysAsItIs() {
        var messages = List.of(ChatMessage.user("a"), ChatMessage.assistant("b"));

        assertThat(MergedMessages.of(messages)).isEqualTo(messages);
    }

    @Test
    void callsAndTheirResultsStayApart() {
        var call = new ToolCall(0, "1", "function", new ToolCall.Function("time", "{}"));
        var messages =
                List.of(
                        ChatMessage.user("a"),
                        ChatMessage.assistant(List.of(call)),
                        ChatMessage.toolResult("1", "noon"),
                        ChatMessage.toolResult("2", "night"),
                        ChatMessage.assistant("b"));

        assertThat(MergedMessages.of(messages)).isEqualTo(messages);
    }

    @Test
    void picturesStayWithTheirWords() {
        var picture = ContentPart.image(java.net.URI.create("http://127.0.0.1/a.png"));
        var messages =
                List.of(
                        ChatMessage.user("Look:"),
                        ChatMessage.user(picture, ContentPart.text("What is it?")));

        assertThat(MergedMessages.of(messages))
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.parts())
                                        .containsExactly(
                                                ContentPart.text("Look:"),
                                                picture,
                                                ContentPart.text("What is it?")));
    }
}
