package dev.recua.gateway.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.scheduling.Effect.Evict;
import dev.recua.gateway.scheduling.Effect.Forget;
import dev.recua.gateway.scheduling.Effect.Grant;
import dev.recua.gateway.scheduling.Effect.Recover;
import dev.recua.gateway.scheduling.Effect.Refuse;
import dev.recua.gateway.scheduling.Effect.Replace;
import dev.recua.gateway.scheduling.Effect.Start;
import dev.recua.gateway.scheduling.Effect.Stop;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final ModelId A = new ModelId("a:1b");
    private static final ModelId B = new ModelId("b:1b");
    private static final ModelId C = new ModelId("c:1b");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);
    private static final QueueLimits LIMITS = new QueueLimits(128, MAX_WAIT);

    private final Scheduler scheduler = new Scheduler(new CountPolicy(1), LIMITS);
    private Schedule schedule = Schedule.EMPTY;
    private Instant now = NOW;
    private long lastNumber;

    @Test
    void theFirstRequestStartsItsModelAndWaits() {
        Ticket first = ticket(A);

        assertThat(on(new Event.Admit(first))).containsExactly(new Start(A, 1));
        assertThat(schedule.queue()).containsExactly(first);
    }

    @Test
    void everyoneWhoAsksDuringALoadJoinsItAndIsGrantedWhenItEnds() {
        Ticket first = ticket(A);
        Ticket second = ticket(A);
        on(new Event.Admit(first));

        assertThat(on(new Event.Admit(second))).isEmpty();
        assertThat(on(new Event.Ready(A, 1)))
                .containsExactly(new Grant(first, 1), new Grant(second, 1));
        assertThat(schedule.queue()).isEmpty();
    }

    @Test
    void aRequestForALoadedModelIsGrantedAtOnce() {
        load(A);
        Ticket next = ticket(A);

        assertThat(on(new Event.Admit(next))).containsExactly(new Grant(next, 1));
    }

    @Test
    void anIdleModelLeavesForAnotherWhichStartsOnceItIsGone() {
        load(A);
        on(new Event.Release(A, 1, Use.WORK));
        Ticket other = ticket(B);

        assertThat(on(new Event.Admit(other))).containsExactly(new Evict(A, 1, B));
        assertThat(on(new Event.Gone(A, 1))).containsExactly(new Start(B, 2));
        assertThat(on(new Event.Ready(B, 2))).containsExactly(new Grant(other, 2));
    }

    @Test
    void aBusyModelIsNeverEvictedItsRequestsFinishFirst() {
        load(A);
        on(new Event.Admit(ticket(A)));

        assertThat(on(new Event.Admit(ticket(B)))).isEmpty();
        assertThat(on(new Event.Release(A, 1, Use.WORK))).isEmpty();
        assertThat(on(new Event.Release(A, 1, Use.WORK))).containsExactly(new Evict(A, 1, B));
    }

    @Test
    void newRequestsForABusyModelWaitBehindAnOlderOneForAnotherSoThatNobodyStarves() {
        load(A);
        on(new Event.Admit(ticket(B)));
        Ticket late = ticket(A);

        assertThat(on(new Event.Admit(late))).isEmpty();
        assertThat(on(new Event.Release(A, 1, Use.WORK))).containsExactly(new Evict(A, 1, B));
        on(new Event.Gone(A, 1));
        on(new Event.Ready(B, 2));
        assertThat(on(new Event.Release(B, 2, Use.WORK))).containsExactly(new Evict(B, 2, A));
        assertThat(on(new Event.Gone(B, 2))).containsExactly(new Start(A, 3));
        assertThat(on(new Event.Ready(A, 3))).containsExactly(new Grant(late, 3));
    }

    @Test
    void aWaitThatItsClientLeftLoadsNothingAndDrainsNobody() {
        load(A);
        Ticket other = ticket(B);
        on(new Event.Admit(other));

        on(new Event.Cancel(other.number()));
        Ticket next = ticket(A);

        assertThat(on(new Event.Admit(next))).containsExactly(new Grant(next, 1));
        on(new Event.Release(A, 1, Use.WORK));
        assertThat(on(new Event.Release(A, 1, Use.WORK))).isEmpty();
    }

    @Test
    void aLoadThatNobodyWaitsForAnyMoreMakesRoomForAnotherModel() {
        Ticket first = ticket(A);
        on(new Event.Admit(first));
        assertThat(on(new Event.Cancel(first.number()))).isEmpty();
        Ticket other = ticket(B);

        assertThat(on(new Event.Admit(other))).containsExactly(new Evict(A, 1, B));

        Ticket again = ticket(A);
        assertThat(on(new Event.Admit(again))).isEmpty();
        assertThat(on(new Event.Ready(A, 1))).isEmpty();
        assertThat(on(new Event.StartFailed(A, 1, failure(true), "engine")))
                .containsExactly(new Forget(A), new Start(B, 2));
        assertThat(on(new Event.Ready(B, 2))).containsExactly(new Grant(other, 2));
        assertThat(schedule.queue()).containsExactly(again);
    }

    @Test
    void aLoadThatSomebodyWaitsForIsNotStoppedForAnotherModel() {
        Ticket first = ticket(A);
        on(new Event.Admit(first));

        assertThat(on(new Event.Admit(ticket(B)))).isEmpty();
        assertThat(on(new Event.Cancel(first.number()))).containsExactly(new Evict(A, 1, B));
    }

    @Test
    void aFailedLoadIsToldToEveryoneWhoWaitsForItAndTheNextModelStarts() {
        Ticket first = ticket(A);
        Ticket second = ticket(A);
        Ticket other = ticket(B);
        on(new Event.Admit(first));
        on(new Event.Admit(other));
        on(new Event.Admit(second));

        var failure = failure(false);

        assertThat(on(new Event.StartFailed(A, 1, failure, "engine")))
                .containsExactly(
                        new Refuse(first, new Refusal.LoadFailed(A, failure)),
                        new Refuse(second, new Refusal.LoadFailed(A, failure)),
                        new Start(B, 2));
    }

    @Test
    void aPassingFailureIsAllThatARequestGetsForThirtySecondsThenOneTriesAgain() {
        on(new Event.Admit(ticket(A)));
        on(new Event.StartFailed(A, 1, failure(false), "engine"));
        now = now.plusSeconds(30).minusMillis(1);
        Ticket early = ticket(A);
        assertThat(on(new Event.Admit(early)))
                .containsExactly(new Refuse(early, new Refusal.LoadFailed(A, failure(false))));
        assertThat(schedule.hasFailed(A)).isTrue();

        now = now.plusMillis(1);

        assertThat(on(new Event.Admit(ticket(A)))).containsExactly(new Start(A, 2));
        assertThat(schedule.hasFailed(A)).isFalse();
    }

    @Test
    void aPassingFailureIsTriedAgainAtOnceWhenFileSettingsOrEngineHaveChanged() {
        on(new Event.Admit(ticket(A)));
        on(new Event.StartFailed(A, 1, failure(false), "engine"));
        assertThat(on(new Event.Admit(ticket(A, "other", "engine"))))
                .containsExactly(new Start(A, 2));
        on(new Event.StartFailed(A, 2, failure(false), "engine"));

        assertThat(on(new Event.Admit(ticket(A, "f", "another")))).containsExactly(new Start(A, 3));
    }

    @Test
    void aLastingFailureIsAnsweredAtOnceAndEvictsNobodyUntilFileSettingsOrEngineChange() {
        on(new Event.Admit(ticket(A)));
        on(new Event.StartFailed(A, 1, failure(true), "engine"));
        load(B);
        Ticket again = ticket(A);
        Ticket changed = ticket(A, "other", "engine");

        assertThat(on(new Event.Admit(again)))
                .containsExactly(new Refuse(again, new Refusal.LoadFailed(A, failure(true))));
        on(new Event.Release(B, 2, Use.WORK));
        assertThat(on(new Event.Admit(changed))).containsExactly(new Evict(B, 2, A));
        assertThat(schedule.hasFailed(A)).as("until it is started").isTrue();
        assertThat(on(new Event.Gone(B, 2))).containsExactly(new Start(A, 3));
        assertThat(schedule.hasFailed(A)).isFalse();
    }

    @Test
    void aCrashEndsItsLeasesAndTheRequestThatIsDispatchedAgainComesFirst() {
        Ticket victim = ticket(A);
        on(new Event.Admit(victim));
        on(new Event.Ready(A, 1));
        Ticket other = ticket(B);
        on(new Event.Admit(other));

        assertThat(on(new Event.Crashed(A, 1)))
                .containsExactly(new Recover(A, 1, 2), new Evict(A, 2, B));
        on(new Event.Admit(victim));
        assertThat(schedule.queue()).containsExactly(victim, other);
        assertThat(on(new Event.Release(A, 1, Use.WORK))).isEmpty();
    }

    @Test
    void newsOfAnOldChildChangeNothing() {
        load(A);
        on(new Event.Gone(A, 1));
        on(new Event.Admit(ticket(A)));
        var before = schedule;

        on(new Event.Gone(A, 1));
        on(new Event.Ready(A, 1));
        on(new Event.Crashed(A, 1));
        on(new Event.StartFailed(A, 1, failure(true), "engine"));

        assertThat(schedule).isEqualTo(before);
    }

    @Test
    void nobodyWaitsForEver() {
        load(A);
        Ticket other = ticket(B);
        on(new Event.Admit(other));
        now = now.plusSeconds(1);
        Ticket latest = ticket(C);
        on(new Event.Admit(latest));
        assertThat(schedule.nextWake()).contains(NOW.plus(MAX_WAIT));

        now = NOW.plus(MAX_WAIT);

        assertThat(on(new Event.Tick()))
                .containsExactly(new Refuse(other, new Refusal.WaitTimeout(B, MAX_WAIT, 0)));
        assertThat(schedule.queue()).containsExactly(latest);
    }

    @Test
    void aLastingFailureOfAnotherEngineIsTriedAgain() {
        on(new Event.Admit(ticket(A)));
        on(new Event.StartFailed(A, 1, failure(true), "engine"));
        Ticket withAnother = ticket(A, "f", "another");

        assertThat(on(new Event.Admit(withAnother))).containsExactly(new Start(A, 2));
    }

    @Test
    void theEngineThatWasFoundMeanwhileDoesNotRestartARunningChild() {
        Ticket before = ticket(A, "f", "not looked for yet");
        on(new Event.Admit(before));
        on(new Event.Ready(A, 1));
        Ticket after = ticket(A, "f", "found");

        assertThat(on(new Event.Admit(after))).containsExactly(new Grant(after, 1));
    }

    @Test
    void whoAskedForANewerFileIsNotRefusedForTheOldOne() {
        on(new Event.Admit(ticket(A)));
        Ticket newer = ticket(A, "newer", "engine");
        on(new Event.Admit(newer));

        assertThat(on(new Event.StartFailed(A, 1, failure(true), "engine")))
                .last()
                .isEqualTo(new Start(A, 2));
        assertThat(schedule.queue()).containsExactly(newer);
    }

    @Test
    void aChildThatBreaksItsConnectionsIsReplacedOnceItsOtherRequestsAreOver() {
        load(A);
        on(new Event.Admit(ticket(A)));

        on(new Event.Unfit(A, 1));
        on(new Event.Release(A, 1, Use.WORK));
        Ticket again = ticket(A);

        assertThat(on(new Event.Admit(again))).isEmpty();
        assertThat(on(new Event.Release(A, 1, Use.WORK))).containsExactly(new Replace(A, 1, 2));
        assertThat(on(new Event.Crashed(A, 1))).as("of the one that was replaced").isEmpty();
        assertThat(on(new Event.Ready(A, 2))).containsExactly(new Grant(again, 2));
    }

    @Test
    void aModelWhoseFileChangedIsStartedAnewOnceItsRequestsAreOver() {
        load(A);
        Ticket changed = ticket(A, "other", "engine");

        assertThat(on(new Event.Admit(changed))).isEmpty();
        assertThat(on(new Event.Release(A, 1, Use.WORK))).containsExactly(new Stop(A, 1));
        assertThat(on(new Event.Gone(A, 1))).containsExactly(new Start(A, 2));
        assertThat(on(new Event.Ready(A, 2))).containsExactly(new Grant(changed, 2));
    }

    @Test
    void closingRefusesWhoWaitsAndWhoComesButLetsTheRunningFinish() {
        load(A);
        Ticket waiting = ticket(B);
        on(new Event.Admit(waiting));

        assertThat(on(new Event.Close()))
                .containsExactly(new Refuse(waiting, new Refusal.ShuttingDown()));
        Ticket late = ticket(A);
        assertThat(on(new Event.Admit(late)))
                .containsExactly(new Refuse(late, new Refusal.ShuttingDown()));
        assertThat(on(new Event.Release(A, 1, Use.WORK))).isEmpty();
    }

    @Test
    void severalModelsMayBeResidentWhereThePolicyAllowsItAndTheLeastRecentlyUsedIdleOneLeaves() {
        var two = new Scheduler(new CountPolicy(2), LIMITS);
        Schedule state = Schedule.EMPTY;
        for (ModelId model : List.of(A, B)) {
            state = two.next(state, new Event.Admit(ticket(model)), now).schedule();
            now = now.plusSeconds(1);
            state =
                    two.next(state, new Event.Ready(model, state.nextGeneration() - 1), now)
                            .schedule();
        }
        state = two.next(state, new Event.Release(B, 2, Use.WORK), now.plusSeconds(1)).schedule();
        state = two.next(state, new Event.Release(A, 1, Use.WORK), now.plusSeconds(2)).schedule();

        Step step = two.next(state, new Event.Admit(ticket(C)), now.plusSeconds(3));

        assertThat(step.effects()).containsExactly(new Evict(B, 2, C));
    }

    private List<Effect> on(Event event) {
        Step step = scheduler.next(schedule, event, now);
        schedule = step.schedule();
        return step.effects();
    }

    /// Loads a model with one lease in use.
    private void load(ModelId model) {
        long generation = schedule.nextGeneration();
        on(new Event.Admit(ticket(model)));
        on(new Event.Ready(model, generation));
    }

    private Ticket ticket(ModelId model) {
        return ticket(model, "f", "engine");
    }

    private Ticket ticket(ModelId model, String fingerprint, String engine) {
        var terms = new Terms(fingerprint, 4, Duration.ZERO);
        var use = Use.WORK;
        return new Ticket(
                ++lastNumber, model, terms, engine, use, true, now, now.plus(MAX_WAIT), false);
    }

    private static LoadFailure failure(boolean lasting) {
        return new LoadFailure(
                LoadFailure.Kind.FAILED,
                "it ended",
                "bad_magic",
                lasting,
                OptionalInt.of(1),
                List.of("bad magic"));
    }
}
