package dev.recua.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final RecoveryPolicy TEN = RecoveryPolicy.of(10, LIMIT).withOtherModel();
    private static final long SEED = 42;

    /// The matrix of R-002-60 to R-002-64, as often as each kind allows when the user allows ten.
    static Stream<Arguments> matrix() {
        return Stream.of(
                arguments(ErrorType.CONNECTION_ERROR, "Resend Resend Resend GiveUp"),
                arguments(ErrorType.SERVER_ERROR, "Resend Resend Resend GiveUp"),
                arguments(ErrorType.SERVER_OVERLOADED, "Resend Resend Resend Resend Resend GiveUp"),
                arguments(ErrorType.TIMEOUT_ERROR, "Resend Resend GiveUp"),
                arguments(ErrorType.STREAMING_ERROR, "NonStreaming GiveUp"),
                arguments(ErrorType.MODEL_NOT_FOUND, "OtherModel GiveUp"),
                arguments(ErrorType.AUTHENTICATION_ERROR, "GiveUp"),
                arguments(ErrorType.INVALID_REQUEST, "GiveUp"));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void eachKindIsMendedAsTheMatrixSays(ErrorType type, String steps) {
        assertThat(names(played(Failures.of(type), TEN, 10))).isEqualTo(steps);
    }

    @ParameterizedTest
    @EnumSource
    void withoutRetriesNothingIsTriedWhateverFailed(ErrorType type) {
        RecoveryPolicy none = RecoveryPolicy.of(0, LIMIT).withOtherModel();

        assertThat(names(played(Failures.of(type), none, 3))).isEqualTo("GiveUp");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentAgainOnceATokenWasGiven(ErrorType type) {
        Tried given = Tried.nothing(true, LIMIT).withToken();

        Step step = Decision.next(Failures.of(type), given, TEN, new Random(SEED), NOW);

        assertThat(step).isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void maxRetriesCapsTheFiveOfAnOverload() {
        RecoveryPolicy two = RecoveryPolicy.of(2, LIMIT);

        assertThat(names(played(Failures.of(ErrorType.SERVER_OVERLOADED), two, 9)))
                .isEqualTo("Resend Resend GiveUp");
    }

    @Test
    void eachTimeoutDoublesTheTimeAndIsNotWaitedFor() {
        List<Step> steps = played(Failures.of(ErrorType.TIMEOUT_ERROR), TEN, 9);

        assertThat(steps.subList(0, 2))
                .containsExactly(
                        new Step.Resend(Duration.ZERO, Duration.ofSeconds(60), false),
                        new Step.Resend(Duration.ZERO, Duration.ofSeconds(120), false));
    }

    @Test
    void retryAfterIsWaitedForAndNeverLess() {
        var random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            Duration wish = Duration.ofMillis(1 + random.nextInt(60_000));

            Step step =
                    Decision.next(
                            Failures.after(ErrorType.SERVER_OVERLOADED, wish),
                            Tried.nothing(false, LIMIT),
                            TEN,
                            random,
                            NOW);

            assertThat(step)
                    .isInstanceOfSatisfying(
                            Step.Resend.class,
                            it -> {
                                assertThat(it.wished()).isTrue();
                                assertThat(it.pause())
                                        .isBetween(wish, wish.multipliedBy(11).dividedBy(10))
                                        .isLessThanOrEqualTo(Duration.ofSeconds(60));
                            });
        }
    }

    @Test
    void aServerThatWantsToBeLeftAloneForLongerIsNotAskedAgainAndTheCallerIsTold() {
        LlmException busy = Failures.after(ErrorType.SERVER_OVERLOADED, Duration.ofSeconds(3600));

        Step step = Decision.next(busy, Tried.nothing(false, LIMIT), TEN, new Random(SEED), NOW);

        assertThat(step)
                .isEqualTo(
                        new Step.GiveUp(
                                "the server wants to be left alone for 3600 s, and a request waits 60 s at most"));
    }

    @Test
    void whatTheServerSaysIsFinalIsNotSentAgain() {
        for (ErrorType type :
                List.of(
                        ErrorType.SERVER_ERROR,
                        ErrorType.SERVER_OVERLOADED,
                        ErrorType.CONNECTION_ERROR)) {
            assertThat(names(played(Failures.settled(type), TEN, 3))).isEqualTo("GiveUp");
        }
    }

    @Test
    void aModelThatLoadsIsWaitedForUntilItTookTooLongAndNothingIsCounted() {
        LlmException loading = Failures.of(ErrorType.MODEL_LOADING);
        Tried tried = Tried.nothing(false, LIMIT);
        Instant now = NOW;
        int looks = 0;
        while (Decision.next(loading, tried, TEN, new Random(SEED), now)
                instanceof Step.AwaitModel await) {
            tried = tried.and(await, ErrorType.MODEL_LOADING, now);
            now = now.plus(await.pause());
            looks++;
        }

        assertThat(looks).isEqualTo(300);
        assertThat(tried.total()).isZero();
        assertThat(now).isEqualTo(NOW.plusSeconds(300));
    }

    @Test
    void aMissingModelIsReplacedOnlyWhereTheUserAllowsIt() {
        RecoveryPolicy strict = RecoveryPolicy.of(3, LIMIT);

        assertThat(names(played(Failures.of(ErrorType.MODEL_NOT_FOUND), strict, 3)))
                .isEqualTo("GiveUp");
    }

    @Test
    void theTemplatesComplaintAboutRolesJoinsMessagesOnce() {
        for (ErrorType type : List.of(ErrorType.INVALID_REQUEST, ErrorType.SERVER_ERROR)) {
            LlmException complaint =
                    Failures.saying(
                            type,
                            "Jinja Exception: Conversation roles must alternate user/assistant/user/assistant/...");

            assertThat(names(played(complaint, TEN, 5))).isEqualTo("Merge GiveUp");
        }
    }

    @Test
    void aBrokenWholeAnswerIsAskedForOnceMore() {
        LlmException broken = Failures.of(ErrorType.STREAMING_ERROR);

        Step step = Decision.next(broken, Tried.nothing(false, LIMIT), TEN, new Random(SEED), NOW);

        assertThat(step).isInstanceOf(Step.Resend.class);
    }

    @Test
    void whateverFailsInWhateverOrderTheCapHolds() {
        var random = new Random(SEED);
        ErrorType[] types = ErrorType.values();
        for (int run = 0; run < 2_000; run++) {
            int cap = random.nextInt(11);
            RecoveryPolicy policy = RecoveryPolicy.of(cap, LIMIT).withOtherModel();
            Tried tried = Tried.nothing(random.nextBoolean(), LIMIT);
            Instant now = NOW;
            Duration waited = Duration.ZERO;
            int sent = 0;
            while (true) {
                LlmException failure = Failures.of(types[random.nextInt(types.length)]);
                Step step = Decision.next(failure, tried, policy, random, now);
                if (step instanceof Step.GiveUp) break;
                if (!(step instanceof Step.AwaitModel)) sent++;
                Duration pause = pause(step);
                waited = waited.plus(pause);
                tried = tried.and(step, failure.type(), now);
                now = now.plus(pause);
            }
            assertThat(sent).as("seed %d, run %d", SEED, run).isLessThanOrEqualTo(cap);
            assertThat(waited)
                    .as("seed %d, run %d", SEED, run)
                    .isLessThanOrEqualTo(policy.longestWaiting());
        }
    }

    private static Duration pause(Step step) {
        return switch (step) {
            case Step.Resend it -> it.pause();
            case Step.AwaitModel it -> it.pause();
            default -> Duration.ZERO;
        };
    }

    /// What is done when the same failure comes again and again.
    private static List<Step> played(LlmException failure, RecoveryPolicy policy, int most) {
        List<Step> steps = new ArrayList<>();
        Tried tried = Tried.nothing(true, policy.timeout());
        var random = new Random(SEED);
        Instant now = NOW;
        while (steps.size() < most) {
            Step step = Decision.next(failure, tried, policy, random, now);
            steps.add(step);
            if (step instanceof Step.GiveUp) break;
            now = now.plus(pause(step));
            tried = tried.and(step, failure.type(), now);
        }
        return steps;
    }

    private static String names(List<Step> steps) {
        return String.join(" ", steps.stream().map(it -> it.getClass().getSimpleName()).toList());
    }
}
