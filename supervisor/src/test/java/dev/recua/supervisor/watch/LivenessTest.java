package dev.recua.supervisor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.watch.Liveness.Step;
import dev.recua.supervisor.watch.Liveness.Watched;
import dev.recua.supervisor.watch.Look.Slots;
import dev.recua.supervisor.watch.Verdict.Fine;
import dev.recua.supervisor.watch.Verdict.Hung;
import dev.recua.supervisor.watch.Verdict.Suspect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rule with the numbers of [LivenessPolicy#DEFAULT] on a clock that only these tests move:
/// 30 s between looks, 3 failures, 60 s of stall, 5 s for a question.
class LivenessTest {

    private static final LivenessPolicy POLICY = LivenessPolicy.DEFAULT;

    private Duration now = Duration.ofSeconds(1000);
    private Watched watched = Liveness.begin(now);
    private Step last = new Step(watched, new Fine(), POLICY.every());

    @BeforeEach
    void readyNow() {
        now = Duration.ofSeconds(1000);
        watched = Liveness.begin(now);
    }

    @Test
    void threeFailuresOfHealthInARowAreAHang() {
        assertThat(after(35, Look.failed("Read timed out")))
                .isEqualTo(new Suspect("/health failed: Read timed out"));
        assertThat(after(35, Look.failed("Read timed out"))).isInstanceOf(Suspect.class);
        assertThat(after(35, Look.failed("Read timed out")))
                .isEqualTo(new Hung("/health failed 3 times in a row: Read timed out"));
    }

    @Test
    void oneGoodAnswerOfHealthStartsTheCountAgain() {
        after(35, Look.failed("it answered 503"));
        after(35, Look.failed("it answered 503"));
        assertThat(after(30, Look.of(List.of(SlotProgress.idle(0))))).isEqualTo(new Fine());
        after(35, Look.failed("it answered 503"));
        assertThat(after(35, Look.failed("it answered 503"))).isInstanceOf(Suspect.class);
    }

    @Test
    void aRequestWithoutAMovedTokenForSixtySecondsIsAHang() {
        assertThat(after(30, Look.of(generating(7)))).isEqualTo(new Fine());
        assertThat(after(30, Look.of(generating(7))))
                .isEqualTo(new Suspect("nothing moved for 30 s"));
        assertThat(after(30, Look.of(generating(7))))
                .isEqualTo(new Hung("a request is under way and no token moved for 60 s"));
    }

    @Test
    void aMillisecondLessThanSixtySecondsIsNone() {
        after(30, Look.of(generating(7)));
        after(30, Look.of(generating(7)));

        assertThat(afterMillis(29_999, Look.of(generating(7)))).isInstanceOf(Suspect.class);
        assertThat(last.pause()).isEqualTo(Duration.ofMillis(1));
        assertThat(afterMillis(1, Look.of(generating(7)))).isInstanceOf(Hung.class);
    }

    @Test
    void aServerWithoutWorkIsFineForEver() {
        for (int i = 0; i < 1000; i++)
            assertThat(after(30, Look.of(List.of(SlotProgress.idle(0), SlotProgress.idle(1)))))
                    .isEqualTo(new Fine());
    }

    /// `n_prompt_tokens_processed` as 0.7.0 showed it with `--batch-size 32`: one batch after the
    /// other.
    @Test
    void aLongPromptThatIsReadBatchByBatchIsNoHang() {
        for (int i = 0; i < 200; i++)
            assertThat(after(30, Look.of(reading(32L * i, 32)))).isEqualTo(new Fine());
    }

    @ParameterizedTest
    @CsvSource({"0, 60", "1, 60", "512, 60", "513, 120", "2048, 240", "32768, 240"})
    void eachStepOfABatchMayTakeTheStallOnce(long pending, int seconds) {
        after(30, Look.of(reading(0, pending)));

        assertThat(afterInSteps(seconds - 1, reading(0, pending))).isInstanceOf(Suspect.class);
        assertThat(after(1, Look.of(reading(0, pending)))).isInstanceOf(Hung.class);
    }

    @Test
    void twoSlotsThatShareABatchHaveItsStepsTogether() {
        List<SlotProgress> slots =
                List.of(SlotProgress.reading(0, 1, 0, 512), SlotProgress.reading(1, 2, 0, 512));
        after(30, Look.of(slots));

        assertThat(afterInSteps(119, slots)).isInstanceOf(Suspect.class);
        assertThat(after(1, Look.of(slots))).isInstanceOf(Hung.class);
    }

    @Test
    void aSlotThatStandsStillWhileAnotherMovesIsNoHang() {
        for (int i = 0; i < 100; i++)
            assertThat(
                            after(
                                    30,
                                    Look.of(
                                            List.of(
                                                    SlotProgress.generating(0, 5, 10, 3),
                                                    SlotProgress.generating(1, 6, 10, 4 + i)))))
                    .isEqualTo(new Fine());
    }

    @Test
    void aStillSlotBesideIdleOnesIsAHang() {
        List<SlotProgress> slots =
                List.of(SlotProgress.idle(0), SlotProgress.generating(1, 6, 10, 4));
        after(30, Look.of(slots));
        after(30, Look.of(slots));

        assertThat(after(30, Look.of(slots))).isInstanceOf(Hung.class);
    }

    @Test
    void countersThatBeginAgainAreAMovement() {
        after(30, Look.of(generating(900)));
        after(30, Look.of(generating(900)));
        assertThat(after(30, Look.of(generating(3)))).isEqualTo(new Fine());
        after(30, Look.of(generating(3)));
        assertThat(after(29, Look.of(generating(3)))).isInstanceOf(Suspect.class);
    }

    @Test
    void anotherRequestWithTheSameCountersIsAMovement() {
        after(30, Look.of(List.of(SlotProgress.generating(0, 5, 10, 1))));
        after(30, Look.of(List.of(SlotProgress.generating(0, 5, 10, 1))));

        assertThat(after(30, Look.of(List.of(SlotProgress.generating(0, 6, 10, 1)))))
                .isEqualTo(new Fine());
    }

    @Test
    void aQuestionForSlotsThatIsOpenForSixtySecondsIsAHang() {
        after(30, Look.of(List.of(SlotProgress.idle(0))));
        assertThat(after(35, Look.silent(Duration.ofSeconds(5))))
                .isEqualTo(new Suspect("nothing moved for 5 s"));
        assertThat(after(35, Look.silent(Duration.ofSeconds(40)))).isInstanceOf(Suspect.class);
        assertThat(last.pause()).isEqualTo(Duration.ofSeconds(20));
        assertThat(after(20, Look.silent(Duration.ofSeconds(60))))
                .isEqualTo(new Hung("/slots has not answered for 60 s"));
    }

    /// A build that answers between two batches of 50 s: each look finds the answer of the one
    /// before, or none.
    @Test
    void aServerThatAnswersOnlyBetweenTwoLongBatchesIsNoHang() {
        for (int i = 0; i < 100; i++) {
            assertThat(after(35, Look.silent(Duration.ofSeconds(5)))).isInstanceOf(Suspect.class);
            Look late =
                    new Look(
                            Optional.empty(),
                            new Slots.Seen(reading(2048L * i, 0), Duration.ofSeconds(10)),
                            Duration.ofSeconds(5));
            assertThat(after(35, late)).isNotInstanceOf(Hung.class);
        }
    }

    @Test
    void silenceInTheMiddleOfAFullBatchMayLastFourTimesAsLong() {
        after(30, Look.of(reading(2048, 2048)));

        assertThat(after(35, Look.silent(Duration.ofSeconds(5)))).isInstanceOf(Suspect.class);
        for (int open = 40; open < 240; open += 35)
            assertThat(after(35, Look.silent(Duration.ofSeconds(open))))
                    .isInstanceOf(Suspect.class);
        assertThat(after(30, Look.silent(Duration.ofSeconds(245)))).isInstanceOf(Hung.class);
    }

    @Test
    void aServerThatDoesNotTellItsSlotsIsJudgedByItsHealthAlone() {
        for (int i = 0; i < 100; i++)
            assertThat(after(30, Look.of(new Slots.Unknown("/slots answered 501"))))
                    .isEqualTo(new Fine());
        after(35, Look.failed("x"));
        after(35, Look.failed("x"));
        assertThat(after(35, Look.failed("x"))).isInstanceOf(Hung.class);
    }

    @Test
    void aServerThatSleepsIsFine() {
        after(30, Look.of(generating(7)));
        after(30, Look.of(generating(7)));
        for (int i = 0; i < 100; i++)
            assertThat(after(30, Look.of(new Slots.Asleep()))).isEqualTo(new Fine());
        assertThat(after(30, Look.of(generating(7)))).isEqualTo(new Fine());
    }

    @Test
    void aBuildThatDoesNotCountPromptTokensIsNotJudgedWhileItReads() {
        SlotProgress old =
                new SlotProgress(
                        0, true, OptionalLong.of(4), OptionalLong.empty(), 0, OptionalLong.of(0));
        for (int i = 0; i < 100; i++)
            assertThat(after(30, Look.of(List.of(old)))).isEqualTo(new Fine());
    }

    @Test
    void aBuildThatDoesNotCountPromptTokensIsJudgedFromItsFirstToken() {
        SlotProgress old =
                new SlotProgress(
                        0, true, OptionalLong.of(4), OptionalLong.empty(), 0, OptionalLong.of(9));
        after(30, Look.of(List.of(old)));
        after(30, Look.of(List.of(old)));

        assertThat(after(30, Look.of(List.of(old)))).isInstanceOf(Hung.class);
    }

    @Test
    void theTimeInWhichNobodyLookedCountsAsOnePause() {
        after(30, Look.of(generating(7)));

        assertThat(after(3600, Look.of(generating(7))))
                .isEqualTo(new Suspect("nothing moved for 45 s"));
        assertThat(after(15, Look.of(generating(7)))).isInstanceOf(Hung.class);
    }

    @Test
    void aQuestionThatWasOpenWhileNobodyLookedCountsAsOnePause() {
        after(35, Look.silent(Duration.ofSeconds(5)));

        assertThat(after(3600, Look.silent(Duration.ofSeconds(3605)))).isInstanceOf(Suspect.class);
        assertThat(after(10, Look.silent(Duration.ofSeconds(3615)))).isInstanceOf(Hung.class);
    }

    @Test
    void withoutAStallOnlyHealthCounts() {
        LivenessPolicy policy =
                new LivenessPolicy(POLICY.every(), 3, Duration.ZERO, POLICY.probeTimeout());
        Watched state = Liveness.begin(now);
        for (int i = 0; i < 100; i++) {
            now = now.plus(policy.every());
            Step step = Liveness.next(state, Look.of(generating(7)), now, policy);
            state = step.watched();
            assertThat(step.verdict()).isNotInstanceOf(Hung.class);
            assertThat(step.pause()).isEqualTo(policy.every());
        }
    }

    private static List<SlotProgress> generating(long decoded) {
        return List.of(SlotProgress.generating(0, 5, 12, decoded));
    }

    private static List<SlotProgress> reading(long processed, long pending) {
        return List.of(SlotProgress.reading(0, 5, processed, pending));
    }

    private Verdict after(long seconds, Look look) {
        return afterMillis(seconds * 1000, look);
    }

    private Verdict afterMillis(long millis, Look look) {
        now = now.plusMillis(millis);
        last = Liveness.next(watched, look, now, POLICY);
        watched = last.watched();
        return last.verdict();
    }

    /// Looks as often as the rule itself asks for, until `seconds` have passed.
    private Verdict afterInSteps(int seconds, List<SlotProgress> slots) {
        Duration end = now.plusSeconds(seconds);
        while (now.compareTo(end) < 0) {
            long left = end.minus(now).toMillis();
            afterMillis(Math.min(left, last.pause().toMillis()), Look.of(slots));
        }
        return last.verdict();
    }
}
