package dev.recua.gateway.scheduling;

import static dev.recua.gateway.scheduling.Play.A;
import static dev.recua.gateway.scheduling.Play.B;
import static dev.recua.gateway.scheduling.Play.C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.scheduling.Effect.Forget;
import dev.recua.gateway.scheduling.Effect.Grant;
import dev.recua.gateway.scheduling.Effect.Kill;
import dev.recua.gateway.scheduling.Effect.Refuse;
import dev.recua.gateway.scheduling.Effect.Revoke;
import dev.recua.gateway.scheduling.Effect.Start;
import dev.recua.gateway.scheduling.Effect.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// How models leave without another that wants their room: unused, unloaded by hand, stopped.
class SchedulerUnloadTest {
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Refusal FORCED = new Refusal.Stopped(Optional.of(A));
    private static final Refusal STOPPED = new Refusal.Stopped(Optional.empty());

    @Test
    void aModelThatNobodyUsedForItsIdleTimeIsUnloaded() {
        var play = Play.unloadingAfter(IDLE);
        long child = play.load(A);
        play.pass(Duration.ofMinutes(1));
        play.release(A, child);
        assertThat(play.schedule().nextWake()).contains(play.now().plus(IDLE));

        play.pass(IDLE.minusMillis(1));
        assertThat(play.on(new Event.Tick())).isEmpty();
        play.pass(Duration.ofMillis(1));

        assertThat(play.on(new Event.Tick())).containsExactly(new Stop(A, child));
        assertThat(play.schedule().nextWake()).isEmpty();
    }

    @Test
    void eachUseBeginsTheIdleTimeAnewAndNoneEndsDuringOne() {
        var play = Play.unloadingAfter(IDLE);
        long child = play.load(A);
        play.pass(IDLE.multipliedBy(2));
        assertThat(play.on(new Event.Tick())).as("while it works").isEmpty();
        assertThat(play.schedule().nextWake()).isEmpty();
        play.release(A, child);

        play.pass(IDLE.minusSeconds(1));
        play.ask(play.ticket(A, Use.LIGHT, true));
        play.on(new Event.Release(A, child, Use.LIGHT));
        play.pass(IDLE.minusSeconds(1));

        assertThat(play.on(new Event.Tick())).isEmpty();
        play.pass(Duration.ofSeconds(1));
        assertThat(play.on(new Event.Tick())).containsExactly(new Stop(A, child));
    }

    @Test
    void lookingIsNoUseButNobodyIsCutOffWhileLooking() {
        var play = Play.unloadingAfter(IDLE);
        long child = play.load(A);
        play.release(A, child);
        play.pass(IDLE.minusSeconds(1));
        play.ask(play.ticket(A, Use.LOOK, false));
        play.pass(Duration.ofSeconds(1));

        assertThat(play.on(new Event.Tick())).isEmpty();
        assertThat(play.schedule().nextWake()).as("nothing to wake for").isEmpty();
        assertThat(play.on(new Event.Release(A, child, Use.LOOK)))
                .containsExactly(new Stop(A, child));
    }

    @Test
    void anIdleTimeOfZeroKeepsAModel() {
        var play = Play.unloadingAfter(Duration.ZERO);
        play.release(A, play.load(A));

        play.pass(Duration.ofDays(1000));

        assertThat(play.on(new Event.Tick())).isEmpty();
        assertThat(play.schedule().nextWake()).isEmpty();
    }

    @Test
    void aRequestThatComesWhenTheIdleTimeIsJustOverIsServedByTheOldChild() {
        var play = Play.unloadingAfter(IDLE);
        long child = play.load(A);
        play.release(A, child);
        play.pass(IDLE);
        Ticket late = play.work(A);

        assertThat(play.ask(late)).containsExactly(new Grant(late, child));
    }

    @Test
    void anIdleModelThatIsUnloadedStopsAtOnceAndOneThatIsNotThereChangesNothing() {
        var play = Play.of(1, 1);
        long child = play.load(A);
        play.release(A, child);

        assertThat(play.on(new Event.Unload(B, false))).isEmpty();
        assertThat(play.on(new Event.Unload(B, true))).isEmpty();
        assertThat(play.on(new Event.Unload(A, false))).containsExactly(new Stop(A, child));
        assertThat(play.on(new Event.Unload(A, false))).isEmpty();
    }

    @Test
    void aBusyModelThatIsUnloadedFinishesWhatItDoesAndWhoeverAsksMeanwhileStartsItAnew() {
        var play = Play.of(1, 1);
        long child = play.load(A);
        Ticket before = play.work(A);
        Ticket after = play.work(A);
        Ticket looking = play.ticket(A, Use.LOOK, false);
        play.ask(before);

        assertThat(play.on(new Event.Unload(A, false))).isEmpty();
        assertThat(play.ask(after)).isEmpty();
        assertThat(play.ask(looking))
                .containsExactly(new Refuse(looking, new Refusal.NotLoaded(A)));
        assertThat(play.release(A, child)).containsExactly(new Stop(A, child));
        assertThat(play.on(new Event.Gone(A, child))).containsExactly(new Start(A, 2));
        assertThat(play.on(new Event.Ready(A, 2))).containsExactly(new Grant(before, 2));
        assertThat(play.release(A, 2)).containsExactly(new Grant(after, 2));
    }

    @Test
    void aLoadThatIsUnloadedServesThoseWhoWaitForItAndLeavesThoseWhoComeLaterToTheNext() {
        var play = Play.of(1, 1);
        Ticket first = play.work(A);
        Ticket second = play.work(A);
        play.ask(first);
        play.ask(second);

        assertThat(play.on(new Event.Unload(A, false))).isEmpty();
        Ticket late = play.work(A);
        assertThat(play.ask(late)).isEmpty();
        assertThat(play.on(new Event.Ready(A, 1))).containsExactly(new Grant(first, 1));
        assertThat(play.release(A, 1)).containsExactly(new Grant(second, 1));
        assertThat(play.release(A, 1)).containsExactly(new Stop(A, 1));
        assertThat(play.on(new Event.Gone(A, 1))).containsExactly(new Start(A, 2));
    }

    @Test
    void aLoadThatIsUnloadedStopsAsSoonAsNobodyWaitsForItAnyMore() {
        var play = Play.of(1, 1);
        Ticket first = play.work(A);
        play.ask(first);
        play.on(new Event.Unload(A, false));
        Ticket late = play.work(A);
        play.ask(late);

        assertThat(play.on(new Event.Cancel(first.number()))).containsExactly(new Stop(A, 1));
        assertThat(play.on(new Event.StartFailed(A, 1, failure(), "engine")))
                .as("nobody is refused for a load that we stopped")
                .containsExactly(new Forget(A), new Start(A, 2));
    }

    @Test
    void byForceWhoeverRunsOrWaitsIsToldAndTheChildEndsAtOnce() {
        var play = Play.of(1, 1);
        long child = play.load(A);
        Ticket waiting = play.work(A);
        Ticket other = play.work(B);
        play.ask(waiting);
        play.ask(other);

        assertThat(play.on(new Event.Unload(A, true)))
                .containsExactly(
                        new Refuse(waiting, FORCED),
                        new Revoke(A, child, FORCED),
                        new Kill(A, child));
        assertThat(play.release(A, child)).as("of an old child").isEmpty();
        assertThat(play.on(new Event.Gone(A, child))).containsExactly(new Start(B, 2));
    }

    @Test
    void byForceALoadAndAChildThatStopsAlreadyEndAtOnceToo() {
        var play = Play.of(2, 1);
        Ticket waiting = play.work(A);
        play.ask(waiting);
        long b = play.load(B);
        play.release(B, b);
        play.on(new Event.Unload(B, false));

        assertThat(play.on(new Event.Unload(A, true)))
                .containsExactly(new Refuse(waiting, FORCED), new Kill(A, 1));
        assertThat(play.on(new Event.Unload(B, true))).containsExactly(new Kill(B, b));
    }

    @Test
    void whoeverAsksDuringAStopWaitsForItAndThenStartsAFreshChild() {
        var play = Play.of(1, 1);
        long child = play.load(A);
        play.on(new Event.Unload(A, true));
        Ticket next = play.work(A);

        assertThat(play.ask(next)).isEmpty();
        assertThat(play.on(new Event.Ready(A, child))).as("late news").isEmpty();
        assertThat(play.on(new Event.Gone(A, child))).containsExactly(new Start(A, 2));
        assertThat(play.on(new Event.Gone(A, child))).as("late news").isEmpty();
        assertThat(play.on(new Event.Ready(A, 2))).containsExactly(new Grant(next, 2));
    }

    @Test
    void aStopRefusesWhoWaitsAndWhoComesLetsTheRunningFinishAndUnloadsEverything() {
        var play = Play.of(3, 1);
        long a = play.load(A);
        long b = play.load(B);
        play.release(B, b);
        Ticket loading = play.work(C);
        play.ask(loading);

        assertThat(play.on(new Event.Halt(false)))
                .contains(new Refuse(loading, STOPPED), new Stop(B, b), new Stop(C, 3))
                .hasSize(3);
        assertThat(play.schedule().phase()).isEqualTo(Phase.STOPPED);
        Ticket late = play.work(A);
        assertThat(play.ask(late)).containsExactly(new Refuse(late, STOPPED));
        assertThat(play.release(A, a)).containsExactly(new Stop(A, a));
    }

    @Test
    void aForcedStopCutsOffWhatRuns() {
        var play = Play.of(1, 1);
        long child = play.load(A);

        assertThat(play.on(new Event.Halt(true)))
                .containsExactly(new Revoke(A, child, STOPPED), new Kill(A, child));
    }

    @Test
    void servingStartsAgainButNotWhenTheGatewayLeaves() {
        var play = Play.of(1, 1);
        play.on(new Event.Halt(false));

        play.on(new Event.Resume());
        assertThat(play.ask(play.work(A))).containsExactly(new Start(A, 1));

        play.on(new Event.Close());
        play.on(new Event.Halt(false));
        play.on(new Event.Resume());
        assertThat(play.schedule().phase()).isEqualTo(Phase.CLOSED);
    }

    private static LoadFailure failure() {
        return new LoadFailure(
                LoadFailure.Kind.FAILED,
                "it ended",
                "exited",
                true,
                OptionalInt.of(143),
                List.of());
    }
}
