package dev.recua.gateway.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.ChatMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ChatTest {
    private static final Partner.Known QWEN = new Partner.Known("qwen3:8b", List.of("gpt-4"));
    private static final Partner.Known TINY = new Partner.Known("recua:3m", List.of());

    private final Deque<Screen.Typed> typed = new ArrayDeque<>();
    private final List<String> said = new ArrayList<>();
    private final List<String> complained = new ArrayList<>();

    /// Each request: the model, and the messages as `role: text`.
    private final List<List<String>> asked = new ArrayList<>();

    private Function<String, Partner.Reply> answer =
            question -> new Partner.Reply.Said("re " + question);
    private Partner.Models models = new Partner.Models.These(List.of(QWEN, TINY));

    @Test
    void everyAnswerIsGivenWithAllThatWasSaidBefore() throws Exception {
        chat("My name is Rosa.", "What is my name?");

        assertThat(asked)
                .containsExactly(
                        List.of("qwen3:8b", "user: My name is Rosa."),
                        List.of(
                                "qwen3:8b",
                                "user: My name is Rosa.",
                                "assistant: re My name is Rosa.",
                                "user: What is my name?"));
        assertThat(said.getFirst())
                .isEqualTo(
                        "Chat with qwen3:8b. /help tells what you can type; /exit or Ctrl-D leaves.");
    }

    @Test
    void aRefusedQuestionLeavesNoTrace() throws Exception {
        answer =
                question ->
                        question.equals("too long")
                                ? new Partner.Reply.Refused("exceeds the context")
                                : new Partner.Reply.Said("yes");

        chat("one", "too long", "two");

        assertThat(complained).containsExactly("exceeds the context");
        assertThat(asked.getLast())
                .containsExactly("qwen3:8b", "user: one", "assistant: yes", "user: two");
    }

    @Test
    void aStoppedAnswerCountsAsFarAsItCame() throws Exception {
        answer =
                question ->
                        question.equals("one")
                                ? new Partner.Reply.Stopped("half")
                                : new Partner.Reply.Said("whole");

        chat("one", "two");

        assertThat(said).contains("(stopped)");
        assertThat(asked.getLast())
                .containsExactly("qwen3:8b", "user: one", "assistant: half", "user: two");
    }

    @Test
    void anAnswerThatIsStoppedBeforeItBeganLeavesNoTrace() throws Exception {
        answer =
                question ->
                        question.equals("one")
                                ? new Partner.Reply.Stopped("")
                                : new Partner.Reply.Said("whole");

        chat("one", "two");

        assertThat(asked.getLast()).containsExactly("qwen3:8b", "user: two");
    }

    @Test
    void anEmptyAnswerIsSaidToBeOneAndIsForgotten() throws Exception {
        answer = question -> new Partner.Reply.Said("");

        chat("one", "two");

        assertThat(complained).containsOnly("qwen3:8b gave an empty answer.");
        assertThat(asked.getLast()).containsExactly("qwen3:8b", "user: two");
    }

    @Test
    void anotherModelHearsWhatWasSaid() throws Exception {
        chat("one", "/model recua:3m", "two");

        assertThat(said).anyMatch(line -> line.contains("recua:3m") && line.contains("/clear"));
        assertThat(asked.getLast())
                .containsExactly("recua:3m", "user: one", "assistant: re one", "user: two");
    }

    @Test
    void anUnknownModelLeavesTheModelAsItWas() throws Exception {
        chat("/model nobody", "one");

        assertThat(complained).containsExactly("no nobody here");
        assertThat(asked).containsExactly(List.of("qwen3:8b", "user: one"));
    }

    @Test
    void modelWithoutANameListsThemAndMarksTheOneItTalksWith() throws Exception {
        chat("/model");
        models = new Partner.Models.NotNow("nobody answers");
        chat("/model");

        assertThat(said).contains("* qwen3:8b (gpt-4)", "  recua:3m");
        assertThat(complained).containsExactly("nobody answers");
    }

    @Test
    void theOneItTalksWithIsMarkedAlsoWhenItWasCalledByAnAlias() throws Exception {
        typed.add(new Screen.Typed.Text("/model"));
        new Chat(new Played(), new Friend(), "gpt-4", Optional.empty()).talk();

        assertThat(said).contains("* qwen3:8b (gpt-4)", "  recua:3m");
    }

    @Test
    void theSystemMessageCountsFromTheNextQuestionOn() throws Exception {
        chat("/system", "one", "/system Be brief.", "/system", "two");

        assertThat(said)
                .contains("There is no system message; /system TEXT sets one.", "Be brief.");
        assertThat(asked.getLast())
                .containsExactly(
                        "qwen3:8b",
                        "system: Be brief.",
                        "user: one",
                        "assistant: re one",
                        "user: two");
    }

    @Test
    void clearForgetsWhatWasSaidAndKeepsTheSystemMessage() throws Exception {
        chat("/system Be brief.", "one", "/clear", "two");

        assertThat(asked.getLast()).containsExactly("qwen3:8b", "system: Be brief.", "user: two");
    }

    @Test
    void helpNamesEveryCommand() throws Exception {
        chat("/help");

        assertThat(String.join("\n", said)).contains(ChatCommand.words());
    }

    @Test
    void aCommandThatDoesNotExistIsNotAsked() throws Exception {
        chat("/modle");

        assertThat(complained).singleElement().asString().contains("/modle", "/model?", "/help");
        assertThat(asked).isEmpty();
    }

    @Test
    void exitLeavesAtOnce() throws Exception {
        chat("/exit", "never asked");

        assertThat(asked).isEmpty();
        assertThat(typed).hasSize(1);
    }

    @Test
    void ctrlCAtAnEmptyPromptTellsHowToLeaveAndElseOnlyGivesTheLineUp() throws Exception {
        typed.add(new Screen.Typed.GivenUp("half a quest"));
        typed.add(new Screen.Typed.GivenUp(""));
        chat("one");

        assertThat(said).containsOnlyOnce("Ctrl-D or /exit leaves.");
        assertThat(asked).hasSize(1);
    }

    private void chat(String... lines) throws Exception {
        for (String line : lines) typed.add(new Screen.Typed.Text(line));
        new Chat(new Played(), new Friend(), "qwen3:8b", Optional.empty()).talk();
    }

    /// Types what the test says, then presses Ctrl-D.
    private final class Played implements Screen {
        @Override
        public Typed read() {
            return typed.isEmpty() ? new Typed.End() : typed.remove();
        }

        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void complain(String line) {
            complained.add(line);
        }

        @Override
        public Watch onStop(Runnable stop) {
            return () -> {};
        }

        @Override
        public boolean canStop() {
            return true;
        }

        @Override
        public void close() {}
    }

    private final class Friend implements Partner {
        @Override
        public Models models() {
            return models;
        }

        @Override
        public Found find(String name) {
            return name.equals("nobody") ? new Found.Not("no nobody here") : new Found.Here(name);
        }

        @Override
        public Reply ask(String model, List<ChatMessage> messages) {
            List<String> request = new ArrayList<>(List.of(model));
            messages.forEach(it -> request.add(it.role() + ": " + it.text()));
            asked.add(request);
            return answer.apply(messages.getLast().text());
        }
    }
}
