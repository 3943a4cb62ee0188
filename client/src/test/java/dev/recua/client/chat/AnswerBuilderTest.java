package dev.recua.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.error.ErrorType;
import dev.recua.client.recovery.Recovered;
import dev.recua.client.sse.SseEvent;
import dev.recua.client.sse.SseParser;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.ToolCall;
import dev.recua.client.wire.Usage;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class AnswerBuilderTest {
    @Test
    void theChunksOfARealStreamMakeTheAnswerThatComesWithoutOne() {
        var builder = new AnswerBuilder();
        for (SseEvent event :
                new SseParser().feed(Golden.bytes("llama-server-0.7.0/chat-stream.raw"))) {
            if (!event.data().equals("[DONE]")) builder.add(chunk(event.data()));
        }

        ChatResponse answer = builder.build();

        assertThat(builder.text()).isEqualTo(answer.text());
        assertThat(answer.id()).isEqualTo("chatcmpl-QgPYad30nHxsc8yDAfoUQb8dDlsXV4XX");
        assertThat(answer.systemFingerprint()).isEqualTo("b11669-Debian");
        assertThat(answer.choices())
                .containsExactly(
                        new ChatResponse.Choice(
                                0,
                                ChatMessage.assistant(
                                        " one two three four five six seven eight nine ten eleven twelve"),
                                "stop"));
        assertThat(answer.usage())
                .isEqualTo(new Usage(16, 13, 29, new Usage.PromptTokensDetails(15)));
        assertThat(answer.timings()).isNotNull();
    }

    @Test
    void thoughtsCallsAndWhatWasDoneAreKept() {
        var waited =
                new Recovered(ErrorType.MODEL_LOADING, Recovered.Action.WAITED_FOR_MODEL, "3 s");
        var builder = new AnswerBuilder();
        builder.add(
                chunk(
                                "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}]}")
                        .withRecoveries(List.of(waited)));
        builder.add(
                chunk("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"I \"}}]}"));
        builder.add(
                chunk("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"see\"}}]}"));
        builder.add(
                chunk(
                        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}]}}]}"));
        builder.add(
                chunk(
                        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}}]}"));

        ChatResponse answer = builder.build();

        assertThat(answer.message())
                .isEqualTo(
                        new ChatMessage(
                                "assistant",
                                null,
                                "I see",
                                List.of(ToolCall.of("c", "f", "{\"a\":1}")),
                                null));
        assertThat(answer.finishReason()).isEqualTo("tool_calls");
        assertThat(answer.recoveries()).containsExactly(waited);
        assertThat(builder.build()).isEqualTo(answer);
    }

    @Test
    void severalAnswersStandInTheOrderOfTheirNumbers() {
        var builder = new AnswerBuilder();
        builder.add(chunk("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}"));
        builder.add(chunk("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"));

        assertThat(builder.build().choices())
                .extracting(choice -> choice.message().text())
                .containsExactly("a", "b");
        assertThat(builder.build().choices())
                .extracting(ChatResponse.Choice::finishReason)
                .containsOnlyNulls();
    }

    @Test
    void anAnswerOfNothingIsEmptyText() {
        var builder = new AnswerBuilder();
        builder.add(chunk("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));

        assertThat(builder.build().message().content())
                .isEqualTo(JsonNodeFactory.instance.stringNode(""));
        assertThat(new AnswerBuilder().build().text()).isEmpty();
    }

    private static ChatChunk chunk(String json) {
        return WireJson.mapper().readValue(json, ChatChunk.class);
    }
}
