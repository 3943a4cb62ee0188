package dev.recua.gateway.scheduling;

import static dev.recua.gateway.scheduling.Play.A;
import static dev.recua.gateway.scheduling.Play.B;
import static dev.recua.gateway.scheduling.Play.C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.scheduling.Effect.Evict;
import dev.recua.gateway.scheduling.Effect.Forget;
import dev.recua.gateway.scheduling.Effect.Grant;
import dev.recua.gateway.scheduling.Effect.Hasten;
import dev.recua.gateway.scheduling.Effect.Kill;
import dev.recua.gateway.scheduling.Effect.Recover;
import dev.recua.gateway.scheduling.Effect.Refuse;
import dev.recua.gateway.scheduling.Effect.Replace;
import dev.recua.gateway.scheduling.Effect.Start;
import dev.recua.gateway.scheduling.Effect.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Children that crash, come back or are given up: rules 8 and 9 of [Scheduler].
class SchedulerRecoveryTest {
    private static final Refusal STOPPED = new Refusal.Stopped(Optional.empty());

    @Test
    void aChildThatCrashesComesBackUnderTheNextNumberWhetherSomebodyWaitsOrNot() {
        var play = Play.of(1, 4);
        long child = play.load(A);
        play.release(A, child);

        assertThat(play.on(new Event.Crashed(A, child))).containsExactly(new Recover(A, 1, 2));
        assertThat(play.schedule().residents().get(A)).isInstanceOf(Resident.Loading.class);
        Ticket next = play.work(A);
        assertThat(play.ask(next)).as("no second child beside it").isEmpty();
        assertThat(play.on(new Event.Ready(A, 2))).containsExactly(new Grant(next, 2));
    }

    @Test
    void whoRanOnACrashedChildWaitsForItsSuccessorAtTheOldPlace() {
        var play = Play.of(1, 1);
        Ticket victim = play.work(A);
        Ticket waiting = play.work(A);
        play.ask(victim);
        play.ask(waiting);
        play.on(new Event.Ready(A, 1));

        play.on(new Event.Crashed(A, 1));
        play.release(A, 1);
        assertThat(play.ask(victim)).isEmpty();

        assertThat(play.on(new Event.Ready(A, 2))).containsExactly(new Grant(victim, 2));
        assertThat(play.release(A, 2)).containsExactly(new Grant(waiting, 2));
    }

    @Test
    void aCrashDuringALoadKeepsThoseWhoWaitUntilItIsReadyOrGivenUp() {
        var play = Play.of(1, 4);
        Ticket first = play.work(A);
        play.ask(first);

        assertThat(play.on(new Event.Crashed(A, 1))).containsExactly(new Recover(A, 1, 2));
        assertThat(play.on(new Event.Crashed(A, 2))).containsExactly(new Recover(A, 2, 3));
        assertThat(play.on(new Event.StartFailed(A, 3, failure(), "engine")))
                .containsExactly(new Refuse(first, new Refusal.LoadFailed(A, failure())));
        assertThat(play.schedule().residents()).isEmpty();
    }

    @Test
    void aChildThatCrashesWhileItLeavesIsGone() {
        var play = Play.of(2, 1);
        long a = play.load(A);
        Ticket later = play.work(A);
        play.on(new Event.Unload(A, false));
        play.ask(later);
        long b = play.schedule().nextGeneration();
        Ticket loading = play.work(B);
        play.ask(loading);
        play.on(new Event.Unload(B, false));

        assertThat(play.on(new Event.Crashed(A, a))).containsExactly(new Stop(A, a));
        assertThat(play.on(new Event.Gone(A, a))).contains(new Start(A, b + 1));
        assertThat(play.on(new Event.Crashed(B, b))).containsExactly(new Stop(B, b));
        assertThat(play.on(new Event.Gone(B, b)))
                .as("whoever waited for it starts it anew")
                .containsExactly(new Start(B, b + 2));
    }

    @Test
    void aCrashOfAChildThatWasToldToStopWaitsForItsEnd() {
        var play = Play.of(1, 1);
        long child = play.load(A);
        play.on(new Event.Unload(A, true));

        assertThat(play.on(new Event.Crashed(A, child))).isEmpty();
        assertThat(play.ask(play.work(A))).isEmpty();
        assertThat(play.on(new Event.Gone(A, child))).containsExactly(new Start(A, 2));
    }

    /// Else a model that crashes more often than that would never be unloaded.
    @Test
    void toComeBackIsNoUseOfAModel() {
        var play = Play.unloadingAfter(Duration.ofMinutes(5));
        play.release(A, play.load(A));
        for (int child = 1; child <= 2; child++) {
            play.pass(Duration.ofMinutes(2));
            play.on(new Event.Crashed(A, child));
            play.on(new Event.Ready(A, child + 1));
        }

        play.pass(Duration.ofSeconds(59));
        assertThat(play.on(new Event.Tick())).isEmpty();
        play.pass(Duration.ofSeconds(1));
        assertThat(play.on(new Event.Tick())).containsExactly(new Stop(A, 3));
    }

    @Test
    void aModelThatIsReadyAgainOnlyAfterItsTimeIsUnloadedUnlessSomebodyWaitsForIt() {
        var play = Play.unloadingAfter(Duration.ofMinutes(5));
        play.release(A, play.load(A));
        play.release(B, play.load(B));
        play.pass(Duration.ofMinutes(4));
        play.on(new Event.Crashed(A, 1));
        play.on(new Event.Crashed(B, 2));
        Ticket waiting = play.work(A);
        play.pass(Duration.ofMinutes(2));
        play.ask(waiting);

        assertThat(play.on(new Event.Ready(A, 3))).containsExactly(new Grant(waiting, 3));
        assertThat(play.on(new Event.Ready(B, 4))).containsExactly(new Stop(B, 4));
    }

    @Test
    void whoWasServedWhenItCrashedUsedItUntilThen() {
        var play = Play.unloadingAfter(Duration.ofMinutes(5));
        play.load(A);
        play.pass(Duration.ofMinutes(9));
        play.on(new Event.Crashed(A, 1));
        play.on(new Event.Ready(A, 2));

        play.pass(Duration.ofSeconds(299));
        assertThat(play.on(new Event.Tick())).isEmpty();
        play.pass(Duration.ofSeconds(1));
        assertThat(play.on(new Event.Tick())).containsExactly(new Stop(A, 2));
    }

    @Test
    void aChildThatComesBackMakesRoomWhileNobodyWaitsForIt() {
        var play = Play.of(1, 1);
        play.release(A, play.load(A));
        play.on(new Event.Crashed(A, 1));

        assertThat(play.ask(play.work(B))).containsExactly(new Evict(A, 2, B));
        assertThat(play.on(new Event.Gone(A, 2))).containsExactly(new Start(B, 3));
    }

    @Test
    void aChildThatComesBackIsStoppedByAnUnloadAndKilledByForce() {
        var play = Play.of(2, 1);
        play.release(A, play.load(A));
        play.release(B, play.load(B));
        play.on(new Event.Crashed(A, 1));
        play.on(new Event.Crashed(B, 2));

        assertThat(play.on(new Event.Unload(A, false))).containsExactly(new Stop(A, 3));
        assertThat(play.on(new Event.Unload(B, true))).containsExactly(new Kill(B, 4));
    }

    @Test
    void nothingIsBroughtBackOnceTheGatewayLeaves() {
        var play = Play.of(2, 1);
        long busy = play.load(A);
        long broken = play.load(B);
        play.on(new Event.Close());

        assertThat(play.on(new Event.Crashed(A, busy))).containsExactly(new Stop(A, busy));
        play.on(new Event.Unfit(B, broken));
        assertThat(play.release(B, broken)).containsExactly(new Stop(B, broken));
    }

    @Test
    void aReadyChildThatIsGivenUpEndsItsLeasesAndIsRememberedForWhoeverComes() {
        var play = Play.of(1, 1);
        Ticket victim = play.work(A);
        Ticket waiting = play.work(A);
        play.ask(victim);
        play.ask(waiting);
        play.on(new Event.Ready(A, 1));
        var failed = new Refusal.LoadFailed(A, failure());

        assertThat(play.on(new Event.StartFailed(A, 1, failure(), "engine")))
                .containsExactly(new Refuse(waiting, failed));
        assertThat(play.release(A, 1)).isEmpty();
        assertThat(play.ask(victim)).containsExactly(new Refuse(victim, failed));
    }

    @Test
    void nobodyAsksWhyAChildFailedThatWasToLeave() {
        var play = Play.of(1, 1);
        long child = play.load(A);
        Ticket later = play.work(A);
        play.on(new Event.Unload(A, false));
        play.ask(later);

        assertThat(play.on(new Event.StartFailed(A, child, failure(), "engine")))
                .containsExactly(new Forget(A), new Start(A, 2));
        assertThat(play.schedule().hasFailed(A)).isFalse();
    }

    @Test
    void anOrderByHandForgetsAFailureAndHastensAChildThatComesBack() {
        var play = Play.of(1, 1);
        giveUp(play);
        assertThat(play.on(new Event.Insist(A))).containsExactly(new Forget(A));
        assertThat(play.ask(play.work(A))).containsExactly(new Start(A, 2));

        play.on(new Event.Crashed(A, 2));

        assertThat(play.on(new Event.Insist(A))).containsExactly(new Hasten(A, 3));
        play.on(new Event.Ready(A, 3));
        assertThat(play.on(new Event.Insist(A))).as("it is ready").isEmpty();
        assertThat(play.on(new Event.Insist(B))).as("nothing is known of it").isEmpty();
    }

    @Test
    void anUnloadARemovalAStopAndAStartByHandForgetAFailure() {
        for (Event order :
                List.of(
                        new Event.Unload(A, false),
                        new Event.Unload(A, true),
                        new Event.Removed(A),
                        new Event.Halt(false),
                        new Event.Resume())) {
            var play = Play.of(1, 1);
            giveUp(play);

            assertThat(play.on(order)).as("%s", order).containsExactly(new Forget(A));
            assertThat(play.schedule().hasFailed(A)).isFalse();
            assertThat(play.on(order)).as("%s once more", order).isEmpty();
        }
    }

    @Test
    void aStopWhileAChildComesBackRefusesWhoWaitsAndStopsIt() {
        var play = Play.of(1, 1);
        Ticket waiting = play.work(A);
        play.ask(waiting);
        play.on(new Event.Crashed(A, 1));

        assertThat(play.on(new Event.Halt(false)))
                .containsExactly(new Refuse(waiting, STOPPED), new Stop(A, 2));
    }

    @Test
    void aRequestThatMayNotLoadWaitsForAChildThatComesBack() {
        var play = Play.of(1, 1);
        play.release(A, play.load(A));
        play.on(new Event.Crashed(A, 1));
        Ticket modest = play.ticket(A, Use.WORK, false);

        assertThat(play.ask(modest)).isEmpty();
        assertThat(play.on(new Event.Ready(A, 2))).containsExactly(new Grant(modest, 2));
    }

    @Test
    void whoeverAsksAnUnfitChildThatIsBusyWaitsForItsSuccessor() {
        var play = Play.of(1, 2);
        play.load(A);
        play.on(new Event.Unfit(A, 1));
        Ticket modest = play.ticket(A, Use.WORK, false);
        Ticket looks = play.ticket(A, Use.LOOK, false);

        assertThat(play.ask(modest)).isEmpty();
        assertThat(play.ask(looks)).isEmpty();
        assertThat(play.release(A, 1)).containsExactly(new Replace(A, 1, 2));
        assertThat(play.on(new Event.Ready(A, 2)))
                .containsExactly(new Grant(modest, 2), new Grant(looks, 2));
    }

    @Test
    void anUnfitChildThatIsUnloadedLeavesAndDoesNotComeBack() {
        var play = Play.of(1, 2);
        play.load(A);

        play.on(new Event.Unfit(A, 1));
        play.on(new Event.Unload(A, false));
        play.on(new Event.Unfit(A, 1));

        assertThat(play.release(A, 1)).containsExactly(new Stop(A, 1));
    }

    @Test
    void theThirtySecondsOfOneModelAreNothingToAnother() {
        var play = Play.of(2, 1);
        giveUp(play);

        assertThat(play.ask(play.work(C))).containsExactly(new Start(C, 2));
        play.pass(Duration.ofSeconds(30));
        assertThat(play.ask(play.work(A))).containsExactly(new Start(A, 3));
    }

    private static void giveUp(Play play) {
        play.ask(play.work(A));
        play.on(new Event.StartFailed(A, 1, failure(), "engine"));
    }

    private static LoadFailure failure() {
        return new LoadFailure(
                LoadFailure.Kind.FAILED,
                "it was killed",
                "killed",
                false,
                OptionalInt.of(137),
                List.of());
    }
}
