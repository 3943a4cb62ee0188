package dev.recua.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TruncationTest {
    private static final long SEED = 1120;

    /// One token for each word, four for each message.
    private static final TokenCount WORDS =
            messages -> messages.stream().mapToInt(it -> 4 + it.text().split(" ").length).sum();

    @Test
    void theOldestTurnsGoUntilTheRestFits() throws InterruptedException {
        var messages =
                List.of(
                        ChatMessage.system("be kind"),
                        ChatMessage.user("first question"),
                        ChatMessage.assistant("first answer"),
                        ChatMessage.user("second question"),
                        ChatMessage.assistant("second answer"),
                        ChatMessage.user("third question"));

        var shortened = Truncation.shorten(messages, 24, WORDS).orElseThrow();

        assertThat(shortened)
                .isEqualTo(
                        new Truncation.Shortened(
                                List.of(
                                        ChatMessage.system("be kind"),
                                        ChatMessage.user("second question"),
                                        ChatMessage.assistant("second answer"),
                                        ChatMessage.user("third question")),
                                2,
                                24));
    }

    @Test
    void whenSystemAndQuestionAloneDoNotFitNothingIsShortened() throws InterruptedException {
        var messages =
                List.of(
                        ChatMessage.system("be kind"),
                        ChatMessage.user("first question"),
                        ChatMessage.assistant("first answer"),
                        ChatMessage.user("second question"));

        assertThat(Truncation.shorten(messages, 11, WORDS)).isEmpty();
    }

    @Test
    void aSingleQuestionCannotBeShortened() throws InterruptedException {
        assertThat(Truncation.shorten(List.of(ChatMessage.user("hello")), 1000, WORDS)).isEmpty();
    }

    @Test
    void ofTheRoundsOfToolsAfterTheQuestionTheLastStays() throws InterruptedException {
        var messages =
                List.of(
                        ChatMessage.user("old"),
                        ChatMessage.assistant("old"),
                        ChatMessage.user("what time is it where"),
                        call("1"),
                        ChatMessage.toolResult("1", "a long result of many words indeed"),
                        call("2"),
                        ChatMessage.toolResult("2", "noon"));

        var shortened = Truncation.shorten(messages, 20, WORDS).orElseThrow();

        assertThat(shortened.messages())
                .containsExactly(
                        ChatMessage.user("what time is it where"),
                        call("2"),
                        ChatMessage.toolResult("2", "noon"));
    }

    @Test
    void countingTakesAsManyLooksAsTheTurnsHaveBinaryDigits() throws InterruptedException {
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            messages.add(ChatMessage.user("q"));
            messages.add(ChatMessage.assistant("a"));
        }
        messages.add(ChatMessage.user("last"));
        var looks = new int[1];

        Truncation.shorten(
                messages,
                105,
                it -> {
                    looks[0]++;
                    return WORDS.of(it);
                });

        assertThat(looks[0]).isLessThanOrEqualTo(11);
    }

    @Test
    void roomIsTheContextWithoutTheAnswer() {
        assertThat(room(4096, 512)).isEqualTo(3584);
        assertThat(room(4096, 100_000)).as("asks for more than there is").isEqualTo(2048);
        assertThat(room(4096, 0)).as("says nothing").isEqualTo(3072);
        assertThat(room(512, 0)).as("says nothing, little context").isEqualTo(384);
    }

    private static int room(int context, int maxTokens) {
        ChatRequest request =
                ChatRequest.of(
                        "tiny",
                        "hello",
                        it -> {
                            if (maxTokens > 0) it.maxTokens(maxTokens);
                        });
        return Truncation.room(request, context);
    }

    @Test
    void whateverTheConversationWhatMustStayStaysAndNoResultPartsFromItsCall()
            throws InterruptedException {
        var random = new Random(SEED);
        int shortenedOnes = 0;
        for (int run = 0; run < 3_000; run++) {
            List<ChatMessage> messages = conversation(random);
            int all = WORDS.of(messages);
            int room = 1 + random.nextInt(all);

            var shortened = Truncation.shorten(messages, room, WORDS);

            if (shortened.isEmpty()) continue;
            shortenedOnes++;
            List<ChatMessage> kept = shortened.get().messages();
            String what = "seed %d, run %d: %s".formatted(SEED, run, messages);
            assertThat(WORDS.of(kept)).as(what).isLessThanOrEqualTo(room);
            assertThat(shortened.get().tokens()).as(what).isEqualTo(WORDS.of(kept));
            assertThat(shortened.get().leftOut()).as(what).isEqualTo(messages.size() - kept.size());
            assertThat(shortened.get().leftOut()).as(what).isPositive();
            assertThat(messages).as(what).containsSubsequence(kept);
            assertThat(systems(kept)).as(what).isEqualTo(systems(messages));
            assertThat(kept).as(what).contains(lastQuestion(messages));
            assertThat(calls(kept)).as(what).isEqualTo(results(kept));
        }
        assertThat(shortenedOnes).isGreaterThan(1000);
    }

    /// A conversation as they are: each message with a text of its own, so that equal means same.
    private static List<ChatMessage> conversation(Random random) {
        List<ChatMessage> messages = new ArrayList<>();
        int[] id = new int[1];
        if (random.nextBoolean()) messages.add(ChatMessage.system(words(random, id)));
        int turns = 1 + random.nextInt(6);
        for (int turn = 0; turn < turns; turn++) {
            messages.add(ChatMessage.user(words(random, id)));
            if (random.nextInt(8) == 0) messages.add(ChatMessage.user(words(random, id)));
            int rounds = random.nextInt(3);
            for (int round = 0; round < rounds; round++) addRound(messages, random, id);
            if (random.nextInt(6) == 0) messages.add(ChatMessage.system(words(random, id)));
            if (turn < turns - 1) messages.add(ChatMessage.assistant(words(random, id)));
        }
        return messages;
    }

    private static void addRound(List<ChatMessage> messages, Random random, int[] id) {
        String first = "call" + id[0]++;
        String second = "call" + id[0]++;
        messages.add(ChatMessage.assistant(List.of(toolCall(first), toolCall(second))));
        messages.add(ChatMessage.toolResult(first, words(random, id)));
        // Some programs put a word of their own between the results.
        if (random.nextInt(5) == 0) messages.add(ChatMessage.user(words(random, id)));
        messages.add(ChatMessage.toolResult(second, words(random, id)));
    }

    private static String words(Random random, int[] id) {
        return "n" + id[0]++ + " word".repeat(random.nextInt(12));
    }

    private static ChatMessage call(String id) {
        return ChatMessage.assistant(List.of(toolCall(id)));
    }

    private static ToolCall toolCall(String id) {
        return new ToolCall(null, id, "function", new ToolCall.Function("time", "{}"));
    }

    private static List<ChatMessage> systems(List<ChatMessage> messages) {
        return messages.stream().filter(it -> it.is("system")).toList();
    }

    private static ChatMessage lastQuestion(List<ChatMessage> messages) {
        return messages.stream().filter(it -> it.is("user")).toList().getLast();
    }

    private static Set<String> calls(List<ChatMessage> messages) {
        Set<String> ids = new HashSet<>();
        for (ChatMessage message : messages) {
            for (ToolCall call : message.calls()) ids.add(String.valueOf(call.id()));
        }
        return ids;
    }

    private static Set<String> results(List<ChatMessage> messages) {
        Set<String> ids = new HashSet<>();
        for (ChatMessage message : messages) {
            if (message.is("tool")) ids.add(String.valueOf(message.toolCallId()));
        }
        return ids;
    }
}
