package dev.recua.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.recovery.Recovered.Action;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RecoveryTest {
    private static final long SEED = 5;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ChatRequest QUESTION = ChatRequest.of("tiny", "hello", it -> {});

    private final FakeClock clock = FakeClock.atNewYear();
    private final Instant start = clock.instant();
    private final List<Duration> slept = new ArrayList<>();
    private final ScriptedCalls calls = new ScriptedCalls();

    @Test
    void anAnswerThatComesAtOnceIsToldWithoutAnyRecovery() throws InterruptedException {
        ChatResponse answer = recovery(3).chat(calls, QUESTION);

        assertThat(answer.text()).isEqualTo(ScriptedCalls.ANSWER);
        assertThat(answer.recoveries()).isEmpty();
        assertThat(calls.limits).containsExactly(LIMIT);
    }

    @Test
    void aServerThatComesBackAnswersAfterOneTwoFourSeconds() throws InterruptedException {
        for (int i = 0; i < 3; i++) calls.fails(Failures.of(ErrorType.CONNECTION_ERROR));

        ChatResponse answer = recovery(3).chat(calls, QUESTION);

        assertThat(answer.text()).isEqualTo(ScriptedCalls.ANSWER);
        assertThat(actions(answer)).containsExactly(Action.RETRIED, Action.RETRIED, Action.RETRIED);
        assertThat(slept).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(slept.get(i).toMillis()).isBetween(800L << i, 1200L << i);
        }
    }

    @Test
    void afterMaxRetriesTheLastFailureComesAsItIsWithWhatWasTried() {
        LlmException last = Failures.of(ErrorType.SERVER_OVERLOADED);
        calls.fails(Failures.of(ErrorType.CONNECTION_ERROR))
                .fails(Failures.of(ErrorType.SERVER_ERROR))
                .fails(last);

        Throwable thrown = catchThrowable(() -> recovery(2).chat(calls, QUESTION));

        assertThat(thrown).isSameAs(last);
        assertThat(calls.asked).hasSize(3);
        assertThat(last.getSuppressed())
                .singleElement()
                .isInstanceOfSatisfying(
                        GaveUp.class,
                        it -> {
                            assertThat(it.tried()).hasSize(2);
                            assertThat(it)
                                    .hasMessageStartingWith(
                                            "not mended: sent again 2 times, and maxRetries is 2; before: sent again after ");
                        });
    }

    @Test
    void withMaxRetriesZeroEveryFailureIsFinal() {
        for (ErrorType type : ErrorType.values()) {
            var one = new ScriptedCalls().fails(Failures.of(type));

            assertThatThrownBy(() -> recovery(0).chat(one, QUESTION))
                    .isInstanceOf(LlmException.class);
            assertThatThrownBy(
                            () ->
                                    recovery(0).stream(
                                            new ScriptedCalls().fails(Failures.of(type)), QUESTION))
                    .isInstanceOf(LlmException.class);

            assertThat(one.asked).as(type.name()).hasSize(1);
        }
        assertThat(slept).isEmpty();
    }

    @Test
    void aTimeoutIsAskedAgainWithTwiceTheTime() throws InterruptedException {
        calls.fails(Failures.of(ErrorType.TIMEOUT_ERROR))
                .fails(Failures.of(ErrorType.TIMEOUT_ERROR));

        ChatResponse answer = recovery(3).chat(calls, QUESTION);

        assertThat(calls.limits)
                .containsExactly(LIMIT, LIMIT.multipliedBy(2), LIMIT.multipliedBy(4));
        assertThat(slept).isEmpty();
        assertThat(answer.recoveries().getFirst().detail())
                .isEqualTo("sent again with 60.0 s for the answer");
    }

    @Test
    void whoFindsNoFreeConnectionInTimeWaitsNoSecondTime() {
        LlmException noPlace = Failures.noPlace();
        calls.fails(noPlace);

        assertThatThrownBy(() -> recovery(3).chat(calls, QUESTION)).isSameAs(noPlace);

        assertThat(calls.asked).hasSize(1);
    }

    @Test
    void theServersWishToBeLeftAloneIsToldWithTheAnswer() throws InterruptedException {
        calls.fails(Failures.after(ErrorType.SERVER_OVERLOADED, Duration.ofSeconds(7)));

        ChatResponse answer = recovery(3).chat(calls, QUESTION);

        assertThat(slept.getFirst()).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_700));
        assertThat(answer.recoveries().getFirst().detail())
                .startsWith("sent again after 7.")
                .endsWith(", as the server wished");
    }

    @Test
    void aLoadingModelIsWatchedWithoutSendingThePromptAndCountsForNothing()
            throws InterruptedException {
        calls.fails(Failures.of(ErrorType.MODEL_LOADING));
        for (int i = 0; i < 9; i++) calls.listFails(Failures.of(ErrorType.MODEL_LOADING));
        calls.fails(Failures.of(ErrorType.CONNECTION_ERROR));

        ChatResponse answer = recovery(1).chat(calls, QUESTION);

        assertThat(calls.asked).hasSize(3);
        assertThat(actions(answer)).containsExactly(Action.WAITED_FOR_MODEL, Action.RETRIED);
        assertThat(answer.recoveries().getFirst().detail())
                .isEqualTo("waited 10.0 s for the model to load");
    }

    @Test
    void aModelThatNeverLoadsIsGivenUpAfterFiveMinutes() {
        calls.fails(Failures.of(ErrorType.MODEL_LOADING));
        for (int i = 0; i < 400; i++) calls.listFails(Failures.of(ErrorType.MODEL_LOADING));

        assertThatThrownBy(() -> recovery(3).chat(calls, QUESTION))
                .isInstanceOf(LlmException.ModelLoading.class);

        assertThat(calls.asked).hasSize(1);
        assertThat(clock.instant()).isEqualTo(start.plusSeconds(300));
    }

    @Test
    void aMissingModelIsReplacedByTheFirstOneWhereAllowedAndTheAnswerSaysSo()
            throws InterruptedException {
        calls.has("first", "second").fails(Failures.of(ErrorType.MODEL_NOT_FOUND));

        ChatResponse answer =
                recovery(RecoveryPolicy.of(3, LIMIT).withOtherModel()).chat(calls, QUESTION);

        assertThat(calls.asked.getLast().model()).isEqualTo("first");
        assertThat(actions(answer)).containsExactly(Action.USED_FIRST_AVAILABLE_MODEL);
        assertThat(answer.recoveries().getFirst().detail())
                .isEqualTo("asked first, the first available model, instead of tiny");
    }

    @Test
    void anOverflowIsShortenedByExactCounts() throws InterruptedException {
        calls.counts(messages -> messages.size() * 100).fails(Failures.overflow(1100, 1000));
        ChatRequest request = conversation(5, 200);

        ChatResponse answer = recovery(3).chat(calls, request);

        // 1000 of context less 200 for the answer hold eight messages; turns are pairs.
        List<ChatMessage> kept = calls.asked.getLast().messages();
        assertThat(kept).hasSize(8);
        assertThat(kept.getFirst()).isEqualTo(ChatMessage.system("be kind"));
        assertThat(kept.getLast()).isEqualTo(ChatMessage.user("last"));
        assertThat(actions(answer)).containsExactly(Action.TRUNCATED_CONTEXT);
        assertThat(answer.recoveries().getFirst().detail())
                .isEqualTo("left out 4 of 12 messages, 800 of 1,000 tokens remain");
    }

    @Test
    void aServerThatCountsNothingIsBelievedInProportionAndTheNextAnswerDecides()
            throws InterruptedException {
        calls.fails(Failures.overflow(2000, 1000)).fails(Failures.overflow(900, 800));

        ChatResponse answer = recovery(3).chat(calls, conversation(20, 200));

        assertThat(actions(answer))
                .containsExactly(Action.TRUNCATED_CONTEXT, Action.TRUNCATED_CONTEXT);
        int first = calls.asked.get(1).messages().size();
        int second = calls.asked.get(2).messages().size();
        assertThat(first).isLessThan(42);
        assertThat(second).isLessThan(first);
        assertThat(answer.recoveries().getLast().detail())
                .startsWith("left out %d of 42 messages, about ".formatted(42 - second))
                .endsWith(" of 800 tokens remain, by the server's count of the whole");
    }

    @Test
    void withoutAnyFigureAboutHalfIsLeftOut() throws InterruptedException {
        calls.fails(Failures.overflow(null, null));

        ChatResponse answer = recovery(3).chat(calls, conversation(10, 0));

        assertThat(calls.asked.getLast().messages()).hasSizeBetween(8, 12);
        assertThat(answer.recoveries().getFirst().detail())
                .endsWith("about half of the text remains; the server gave no figures");
    }

    @Test
    void whatCannotBeShortenedGivesTheFirstFailure() {
        LlmException first = Failures.overflow(3000, 1000);
        calls.counts(messages -> messages.size() * 500).fails(first);

        assertThatThrownBy(() -> recovery(3).chat(calls, conversation(5, 200))).isSameAs(first);
        assertThat(calls.asked).hasSize(1);
    }

    @Test
    void anOverflowAfterAShorteningStillTellsHowLongTheConversationWas() {
        LlmException first = Failures.overflow(3000, 1000);
        calls.counts(messages -> messages.size() * 100)
                .fails(first)
                .fails(Failures.overflow(999, 998));

        assertThatThrownBy(() -> recovery(1).chat(calls, conversation(5, 200))).isSameAs(first);
    }

    @Test
    void roleComplaintsOfATemplateJoinMessages() throws InterruptedException {
        calls.fails(Failures.saying(ErrorType.INVALID_REQUEST, "roles must alternate"));
        ChatRequest request =
                ChatRequest.of("tiny", List.of(ChatMessage.user("a"), ChatMessage.user("b")));

        ChatResponse answer = recovery(3).chat(calls, request);

        assertThat(calls.asked.getLast().messages()).containsExactly(ChatMessage.user("a\n\nb"));
        assertThat(actions(answer)).containsExactly(Action.MERGED_MESSAGES);
    }

    @Test
    void messagesAreJoinedBeforehandWhereTheUserWantsIt() throws InterruptedException {
        ChatRequest request =
                ChatRequest.of("tiny", List.of(ChatMessage.user("a"), ChatMessage.user("b")));

        recovery(RecoveryPolicy.of(0, LIMIT).withMerging()).chat(calls, request);

        assertThat(calls.asked.getFirst().messages()).containsExactly(ChatMessage.user("a\n\nb"));
    }

    @Test
    void aStreamThatBreaksBeforeAnyTokenIsAskedForWhole() throws InterruptedException {
        calls.breaksAfter(Failures.of(ErrorType.STREAMING_ERROR), Chunks.role());

        RecoveringStream stream = recovery(3).stream(calls, QUESTION);
        List<ChatChunk> chunks = read(stream);

        assertThat(calls.streamed).containsExactly(true, false);
        assertThat(text(chunks)).isEqualTo(ScriptedCalls.ANSWER);
        assertThat(chunks.getFirst().recoveries())
                .containsExactly(
                        new Recovered(
                                ErrorType.STREAMING_ERROR,
                                Action.USED_NON_STREAMING,
                                "asked for the whole answer instead of a stream"));
        assertThat(stream.recoveries()).hasSize(1);
    }

    @Test
    void aStreamThatBreaksAfterATokenIsNeverAskedForAgain() throws InterruptedException {
        LlmException broken = Failures.of(ErrorType.STREAMING_ERROR);
        calls.breaksAfter(broken, Chunks.role(), Chunks.text("hel"));

        RecoveringStream stream = recovery(10).stream(calls, QUESTION);

        assertThat(stream.next()).isEqualTo(Chunks.role());
        assertThat(stream.next().text()).isEqualTo("hel");
        assertThatThrownBy(stream::hasNext).isSameAs(broken);
        assertThatThrownBy(stream::hasNext).as("stays failed").isSameAs(broken);
        assertThat(calls.asked).hasSize(1);
    }

    @Test
    void aTokenBesideTheProgressIsAToken() throws InterruptedException {
        LlmException broken = Failures.of(ErrorType.STREAMING_ERROR);
        calls.breaksAfter(broken, Chunks.progress(Chunks.text("hel")));

        RecoveringStream stream = recovery(10).stream(calls, QUESTION);

        assertThat(stream.next().text()).isEqualTo("hel");
        assertThatThrownBy(stream::hasNext).isSameAs(broken);
        assertThat(calls.asked).hasSize(1);
    }

    @Test
    void aStreamThatIsAskedForAnewBeginsOnce() throws InterruptedException {
        calls.breaksAfter(Failures.of(ErrorType.CONNECTION_ERROR), Chunks.role());

        List<ChatChunk> chunks = read(recovery(3).stream(calls, QUESTION));

        assertThat(chunks).hasSize(3);
        assertThat(calls.streamed).containsExactly(true, true);
    }

    @Test
    void howFarThePromptIsReadIsToldAtOnceAndIsNoToken() throws InterruptedException {
        calls.breaksAfter(
                Failures.of(ErrorType.CONNECTION_ERROR), Chunks.progress(), Chunks.progress());

        List<ChatChunk> chunks = read(recovery(3).stream(calls, QUESTION));

        assertThat(chunks).hasSize(5);
        assertThat(text(chunks)).isEqualTo(ScriptedCalls.ANSWER);
        assertThat(chunks.get(2).recoveries()).hasSize(1);
    }

    @Test
    void whateverBreaksWhereverATokenIsGivenOnceAtMost() throws InterruptedException {
        var random = new Random(SEED);
        ErrorType[] types = ErrorType.values();
        for (int run = 0; run < 2_000; run++) {
            int cap = random.nextInt(11);
            var script = new ScriptedCalls();
            int failures = random.nextInt(12);
            for (int i = 0; i < failures; i++) {
                LlmException failure = Failures.of(types[random.nextInt(types.length)]);
                switch (random.nextInt(4)) {
                    case 0 -> script.breaksAfter(failure, Chunks.role());
                    case 1 -> script.breaksAfter(failure, Chunks.role(), Chunks.text("hel"));
                    default -> script.fails(failure);
                }
            }
            List<ChatChunk> given = new ArrayList<>();
            try (RecoveringStream stream = recovery(cap).stream(script, QUESTION)) {
                while (stream.hasNext()) given.add(stream.next());
                assertThat(text(given)).isEqualTo(ScriptedCalls.ANSWER);
            } catch (LlmException expected) {
                assertThat(text(given)).isIn("", "hel");
            }
            String what = "seed %d, run %d".formatted(SEED, run);
            long roles = given.stream().filter(it -> it.equals(Chunks.role())).count();
            assertThat(roles).as(what).isLessThanOrEqualTo(1);
            long counted = script.asked.size() - 1 - waits(script);
            assertThat(counted).as(what).isLessThanOrEqualTo(cap);
        }
    }

    /// Requests of a script that came after a wait for a model are not counted; at most one for
    /// each
    /// such failure.
    private static long waits(ScriptedCalls script) {
        return script.failed.stream().filter(it -> it == ErrorType.MODEL_LOADING).count();
    }

    @Test
    void aBrokenServerIsNotAskedFourTimesByEverybody() {
        Recovery recovery = recovery(3);
        int sent = 0;
        for (int client = 0; client < 100; client++) {
            var down = new ScriptedCalls();
            for (int i = 0; i < 4; i++) down.fails(Failures.of(ErrorType.TIMEOUT_ERROR));
            assertThatThrownBy(() -> recovery.chat(down, QUESTION))
                    .isInstanceOf(LlmException.TimedOut.class);
            sent += down.asked.size();
        }

        assertThat(sent).isEqualTo(120);
    }

    @Test
    void whatIsNoChatIsSentAgainAsWell() throws InterruptedException {
        var failures = new ArrayList<>(List.of(Failures.of(ErrorType.SERVER_ERROR)));

        String answer =
                recovery(3)
                        .ask(
                                limit -> {
                                    if (!failures.isEmpty()) throw failures.removeFirst();
                                    return "vector within " + limit.toSeconds();
                                });

        assertThat(answer).isEqualTo("vector within 30");
        assertThat(slept).hasSize(1);
    }

    @Test
    void closingWakesWhoeverWaits() throws Exception {
        var waiting = new CountDownLatch(1);
        Sleeper real = Sleeper.real();
        var recovery =
                new Recovery(
                        RecoveryPolicy.of(3, LIMIT),
                        () -> 0,
                        clock,
                        (time, cancellation) -> {
                            waiting.countDown();
                            real.sleep(Duration.ofMinutes(10), cancellation);
                        },
                        new Random(SEED));
        calls.fails(Failures.of(ErrorType.CONNECTION_ERROR));
        var answer = new CompletableFuture<ChatResponse>();
        Thread asker =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        answer.complete(recovery.chat(calls, QUESTION));
                                    } catch (Throwable e) {
                                        answer.completeExceptionally(e);
                                    }
                                });
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        recovery.close();

        assertThat(asker.join(Duration.ofSeconds(10))).isTrue();
        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
        assertThat(calls.asked).hasSize(1);
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        var recovery = Recovery.of(RecoveryPolicy.of(3, LIMIT), () -> 0);
        calls.fails(Failures.of(ErrorType.CONNECTION_ERROR));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> recovery.chat(calls, QUESTION))
                .isInstanceOf(InterruptedException.class);
    }

    private Recovery recovery(int maxRetries) {
        return recovery(RecoveryPolicy.of(maxRetries, LIMIT));
    }

    private Recovery recovery(RecoveryPolicy policy) {
        Sleeper sleeper =
                (time, cancellation) -> {
                    slept.add(time);
                    clock.advance(time);
                };
        return new Recovery(policy, () -> 0, clock, sleeper, new Random(SEED));
    }

    /// A system message, `turns` questions with answers, and a last question.
    private static ChatRequest conversation(int turns, int maxTokens) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(ChatMessage.system("be kind"));
        for (int i = 0; i < turns; i++) {
            messages.add(ChatMessage.user("question number " + i));
            messages.add(ChatMessage.assistant("a longer answer to the question number " + i));
        }
        messages.add(ChatMessage.user("last"));
        return ChatRequest.of(
                "tiny",
                messages,
                it -> {
                    if (maxTokens > 0) it.maxTokens(maxTokens);
                });
    }

    private static List<Enum<?>> actions(ChatResponse answer) {
        List<Enum<?>> actions = new ArrayList<>();
        answer.recoveries().forEach(it -> actions.add(it.action()));
        return actions;
    }

    private static List<ChatChunk> read(RecoveringStream stream) {
        List<ChatChunk> chunks = new ArrayList<>();
        try (stream) {
            stream.forEachRemaining(chunks::add);
        }
        assertThat(stream.isWhole()).isTrue();
        return chunks;
    }

    private static String text(List<ChatChunk> chunks) {
        return String.join("", chunks.stream().map(ChatChunk::text).toList());
    }
}
