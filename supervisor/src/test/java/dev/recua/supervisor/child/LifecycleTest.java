package dev.recua.supervisor.child;

import static dev.recua.supervisor.child.Lifecycle.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.ChildState.Ended;
import dev.recua.supervisor.child.ChildState.Ready;
import dev.recua.supervisor.child.ChildState.Starting;
import dev.recua.supervisor.child.ChildState.Stopping;
import dev.recua.supervisor.child.Lifecycle.Action;
import dev.recua.supervisor.child.Lifecycle.Signal;
import dev.recua.supervisor.child.Lifecycle.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {

    private static final ChildLimits LIMITS = ChildLimits.DEFAULT;
    private static final Duration NOW = Duration.ofSeconds(10);
    private static final Starting STARTING = new Starting(1, Duration.ofSeconds(300));

    @Test
    void aHealthyAnswerMakesAStartingChildReady() {
        assertThat(next(STARTING, new Signal.Healthy(1)))
                .isEqualTo(Step.to(new Ready(), Action.ANSWER_READY));
    }

    @Test
    void aTakenPortMeansAnotherStartButOnlyThreeInAll() {
        assertThat(next(STARTING, new Signal.Exited(true)))
                .isEqualTo(Step.to(new Starting(2, STARTING.readyBy()), Action.LAUNCH));
        assertThat(next(new Starting(3, STARTING.readyBy()), new Signal.Exited(true)))
                .isEqualTo(Step.to(new Ended(), Action.ANSWER_FAILED, Action.ANSWER_EXITED));
    }

    @Test
    void aProbeOfAnOlderAttemptIsDropped() {
        Starting second = new Starting(2, STARTING.readyBy());

        assertThat(next(second, new Signal.Healthy(1))).isEqualTo(Step.to(second));
    }

    @Test
    void aStartThatTakesTooLongIsAnsweredAtOnceAndTheChildIsAskedToLeave() {
        Step step = Lifecycle.next(STARTING, new Signal.Tick(), STARTING.readyBy(), LIMITS);

        assertThat(step.actions()).containsExactly(Action.ANSWER_TIMEOUT, Action.TERMINATE);
        assertThat(step.state()).isInstanceOf(Stopping.class);
    }

    @Test
    void aStartThatTakesAMinuteIsToldOnce() {
        Starting starting = new Starting(1, LIMITS.start(), LIMITS.notice());
        assertThat(LIMITS.notice()).isEqualTo(Duration.ofSeconds(60));
        assertThat(Lifecycle.deadline(starting)).isEqualTo(Duration.ofSeconds(60));

        assertThat(Lifecycle.next(starting, new Signal.Tick(), Duration.ofMillis(59_999), LIMITS))
                .isEqualTo(Step.to(starting));
        Step told = Lifecycle.next(starting, new Signal.Tick(), Duration.ofSeconds(60), LIMITS);

        assertThat(told.actions()).containsExactly(Action.NOTICE);
        assertThat(Lifecycle.deadline(told.state())).isEqualTo(Duration.ofSeconds(300));
        assertThat(
                        Lifecycle.next(
                                        told.state(),
                                        new Signal.Tick(),
                                        Duration.ofSeconds(120),
                                        LIMITS)
                                .actions())
                .isEmpty();
    }

    @Test
    void aStartOnAnotherPortIsStillToldAtTheSameMinute() {
        Starting starting = new Starting(1, LIMITS.start(), LIMITS.notice());

        assertThat(next(starting, new Signal.Exited(true)).state())
                .isEqualTo(new Starting(2, LIMITS.start(), LIMITS.notice()));
    }

    @Test
    void aLimitBeforeTheMinuteEndsTheStartWithoutAWord() {
        ChildLimits hasty = LIMITS.withStart(Duration.ofSeconds(20));
        Starting starting = new Starting(1, hasty.start(), hasty.notice());

        assertThat(Lifecycle.deadline(starting)).isEqualTo(Duration.ofSeconds(20));
        assertThat(
                        Lifecycle.next(starting, new Signal.Tick(), Duration.ofSeconds(20), hasty)
                                .actions())
                .containsExactly(Action.ANSWER_TIMEOUT, Action.TERMINATE);
    }

    @Test
    void aStopSendsTheSecondSignalAtHalfAndKillsAtTheEnd() {
        Step asked = next(new Ready(), new Signal.Stop(Duration.ofSeconds(5)));
        Stopping stopping = new Stopping(1, Duration.ofMillis(12_500), Duration.ofSeconds(15));
        assertThat(asked).isEqualTo(Step.to(stopping, Action.TERMINATE));
        assertThat(Lifecycle.deadline(stopping)).isEqualTo(Duration.ofMillis(12_500));

        Step half = Lifecycle.next(stopping, new Signal.Tick(), Duration.ofMillis(12_500), LIMITS);
        assertThat(half.actions()).containsExactly(Action.TERMINATE);
        assertThat(Lifecycle.deadline(half.state())).isEqualTo(Duration.ofSeconds(15));

        Step end = Lifecycle.next(half.state(), new Signal.Tick(), Duration.ofSeconds(15), LIMITS);
        assertThat(end.actions()).containsExactly(Action.KILL);
        assertThat(Lifecycle.deadline(end.state())).isEqualTo(NEVER);
    }

    @Test
    void aSecondStopCanOnlyShortenTheGrace() {
        Stopping stopping = new Stopping(1, Duration.ofMillis(12_500), Duration.ofSeconds(15));

        assertThat(next(stopping, new Signal.Stop(Duration.ofSeconds(60))))
                .isEqualTo(Step.to(stopping));
        assertThat(next(stopping, new Signal.Stop(Duration.ofSeconds(2))))
                .isEqualTo(
                        Step.to(new Stopping(1, Duration.ofSeconds(11), Duration.ofSeconds(12))));
    }

    @Test
    void aSingleTerminateIsNeverFollowedByAKillOfItsOwn() {
        Step step = next(new Ready(), new Signal.Terminate());

        assertThat(step.actions()).containsExactly(Action.TERMINATE);
        assertThat(Lifecycle.deadline(step.state())).isEqualTo(NEVER);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whateverHappensEveryWaiterIsAnsweredAndNoSecondProcessRuns(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            ChildState state = STARTING;
            Duration now = Duration.ZERO;
            boolean running = true;
            List<Action> done = new ArrayList<>();
            while (!(state instanceof Ended)) {
                now = now.plusMillis(random.nextInt(20_000));
                Signal signal = signal(random);
                if (signal instanceof Signal.Exited) running = false;
                Step step = Lifecycle.next(state, signal, now, LIMITS);
                for (Action action : step.actions()) {
                    if (action == Action.LAUNCH) {
                        assertThat(running).as("seed %d", seed).isFalse();
                        running = true;
                    }
                }
                done.addAll(step.actions());
                state = step.state();
            }
            assertThat(running).as("seed %d", seed).isFalse();
            assertThat(done).as("seed %d", seed).containsOnlyOnce(Action.ANSWER_EXITED);
            assertThat(done)
                    .as("seed %d", seed)
                    .containsAnyOf(Action.ANSWER_READY, Action.ANSWER_FAILED);
        }
    }

    private static Signal signal(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Signal.Healthy(1 + random.nextInt(3));
            case 1 -> new Signal.Exited(random.nextBoolean());
            case 2 -> new Signal.Stop(Duration.ofMillis(random.nextInt(5000)));
            case 3 -> new Signal.Terminate();
            case 4 -> new Signal.Kill();
            default -> new Signal.Tick();
        };
    }

    private static Step next(ChildState state, Signal signal) {
        return Lifecycle.next(state, signal, NOW, LIMITS);
    }
}
