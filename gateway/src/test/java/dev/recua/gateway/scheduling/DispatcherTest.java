package dev.recua.gateway.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.models.catalogue.ModelId;
import dev.recua.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final ModelId A = new ModelId("a:1b");
    private static final ModelId B = new ModelId("b:1b");
    private static final ModelId C = new ModelId("c:1b");
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private static final Terms TERMS = new Terms("f", 4, Duration.ZERO);

    private final FakeClock clock = FakeClock.atNewYear();
    private final List<String> done = new ArrayList<>();
    private final List<Wake> timer = new ArrayList<>();
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private final Dispatcher dispatcher =
            new Dispatcher(
                    new Scheduler(new CountPolicy(1), new QueueLimits(128, MAX_WAIT)),
                    new RecordingEffects(),
                    clock,
                    posted::add,
                    (delay, task) -> timer.add(new Wake(delay, task)),
                    MAX_WAIT);

    /// What the timer was asked for.
    private record Wake(Duration delay, Runnable task) {}

    /// Notes what is asked of it, beside what applicants are told.
    private final class RecordingEffects implements Effects {
        @Override
        public void start(ModelId model, long generation) {
            done.add("start " + model.value() + " " + generation);
        }

        @Override
        public void recover(ModelId model, long generation, long nextGeneration) {
            done.add("recover " + model.value() + " " + generation + " as " + nextGeneration);
        }

        @Override
        public void replace(ModelId model, long generation, long nextGeneration) {
            done.add("replace " + model.value() + " " + generation + " by " + nextGeneration);
        }

        @Override
        public void hasten(ModelId model, long generation) {
            done.add("hasten " + model.value() + " " + generation);
        }

        @Override
        public void forget(ModelId model) {
            done.add("forget " + model.value());
        }

        @Override
        public void stop(ModelId model, long generation) {
            done.add("stop " + model.value() + " " + generation);
        }

        @Override
        public void kill(ModelId model, long generation) {
            done.add("kill " + model.value() + " " + generation);
        }
    }

    /// Notes what it is told.
    private class Asker implements Applicant {
        final List<Lease> leases = new ArrayList<>();
        final List<Refusal> refusals = new ArrayList<>();
        private final String name;

        Asker(String name) {
            this.name = name;
        }

        @Override
        public void granted(Lease lease) {
            leases.add(lease);
            done.add("granted " + name);
        }

        @Override
        public void refused(Refusal why) {
            refusals.add(why);
            done.add("refused " + name);
        }

        @Override
        public void revoked(Refusal why) {
            refusals.add(why);
            done.add("revoked " + name);
        }
    }

    /// Ends at once when its lease is taken away, as a request does.
    private final class Quitter extends Asker {
        Quitter(String name) {
            super(name);
        }

        @Override
        public void revoked(Refusal why) {
            super.revoked(why);
            leases.getFirst().close();
        }
    }

    @Test
    void newsArePostedToTheOwnerAndEffectsArePerformedInTheirOrder() {
        var first = new Asker("first");
        var second = new Asker("second");
        submit(A, first);
        submit(A, second);

        dispatcher.post(new Event.Ready(A, 1));
        assertThat(done).containsExactly("start a:1b 1");

        runPosted();
        assertThat(done).containsExactly("start a:1b 1", "granted first", "granted second");

        submit(B, new Asker("other"));
        first.leases.getFirst().close();
        second.leases.getFirst().close();
        news(new Event.Gone(A, 1));
        assertThat(done)
                .containsExactly(
                        "start a:1b 1",
                        "granted first",
                        "granted second",
                        "stop a:1b 1",
                        "start b:1b 2");
    }

    @Test
    void itWakesForTheNearestDeadlineOnceAndThenForTheNextOne() {
        var early = new Asker("early");
        var late = new Asker("late");
        submit(A, early);
        clock.advance(Duration.ofMinutes(1));
        submit(A, late);
        assertThat(timer).extracting(Wake::delay).containsExactly(MAX_WAIT);

        clock.advance(Duration.ofMinutes(9));
        timer.getFirst().task().run();

        assertThat(early.refusals).containsExactly(new Refusal.WaitTimeout(A, MAX_WAIT, 0));
        assertThat(late.refusals).isEmpty();
        assertThat(timer).extracting(Wake::delay).containsExactly(MAX_WAIT, Duration.ofMinutes(1));

        clock.advance(Duration.ofMinutes(1));
        timer.getLast().task().run();
        assertThat(late.refusals).hasSize(1);
        assertThat(timer).hasSize(2);
    }

    @Test
    void aWakeThatComesTooEarlyRefusesNobodyAndAsksAgainForTheRest() {
        var asker = new Asker("asker");
        submit(A, asker);

        clock.advance(MAX_WAIT.minusMillis(3));
        timer.getFirst().task().run();

        assertThat(asker.refusals).isEmpty();
        assertThat(timer).extracting(Wake::delay).containsExactly(MAX_WAIT, Duration.ofMillis(3));
    }

    @Test
    void withoutALimitNobodyIsWokenFor() {
        var patient =
                new Dispatcher(
                        new Scheduler(new CountPolicy(1), new QueueLimits(0, Duration.ZERO)),
                        new RecordingEffects(),
                        clock,
                        posted::add,
                        (delay, task) -> timer.add(new Wake(delay, task)),
                        Duration.ZERO);

        patient.submit(patient.ticket(A, TERMS, "engine", Use.WORK, true), new Asker("asker"));

        assertThat(timer).isEmpty();
    }

    @Test
    void aLeaseThatIsClosedTwiceIsReleasedOnce() {
        var first = new Asker("first");
        var second = new Asker("second");
        submit(A, first);
        submit(A, second);
        news(new Event.Ready(A, 1));
        submit(B, new Asker("other"));

        first.leases.getFirst().close();
        first.leases.getFirst().close();
        assertThat(done).doesNotContain("stop a:1b 1");

        second.leases.getFirst().close();
        assertThat(done).endsWith("stop a:1b 1");
    }

    @Test
    void aClientThatLeavesWhileAStepIsPerformedIsNotGrantedAndItsLeaseIsGivenBack() {
        var leaver = new Asker("leaver");
        Ticket firsts = ticket(A);
        Ticket leavers = ticket(A);
        var first =
                new Asker("first") {
                    @Override
                    public void granted(Lease lease) {
                        super.granted(lease);
                        dispatcher.cancel(leavers);
                    }
                };
        dispatcher.submit(firsts, first);
        dispatcher.submit(leavers, leaver);

        news(new Event.Ready(A, 1));

        assertThat(leaver.leases).isEmpty();
        assertThat(leaver.refusals).isEmpty();
        submit(B, new Asker("other"));
        first.leases.getFirst().close();
        assertThat(done).as("nobody holds it any more").endsWith("stop a:1b 1");
    }

    @Test
    void whoLeavesTheQueueIsToldNothingAndLeavingTwiceIsNothingMore() {
        var asker = new Asker("asker");
        Ticket ticket = ticket(A);
        dispatcher.submit(ticket, asker);

        dispatcher.cancel(ticket);
        dispatcher.cancel(ticket);
        news(new Event.Ready(A, 1));

        assertThat(done).containsExactly("start a:1b 1");
        assertThat(dispatcher.schedule().queue()).isEmpty();
    }

    @Test
    void closingRefusesWhoWaitsAndWhoComes() {
        var waiting = new Asker("waiting");
        var late = new Asker("late");
        submit(A, waiting);

        dispatcher.close();
        submit(A, late);

        assertThat(waiting.refusals).containsExactly(new Refusal.ShuttingDown());
        assertThat(late.refusals).containsExactly(new Refusal.ShuttingDown());
    }

    @Test
    void anUnloadIsDoneWhenTheChildThatWasThereIsGoneAndAtOnceWhenThereIsNone() {
        assertThat(dispatcher.unload(A, false)).isDone();
        var asker = new Asker("asker");
        submit(A, asker);
        news(new Event.Ready(A, 1));

        var unloaded = dispatcher.unload(A, false);
        submit(A, new Asker("next"));
        asker.leases.getFirst().close();
        assertThat(done).endsWith("stop a:1b 1");
        assertThat(unloaded).isNotDone();

        news(new Event.Gone(A, 1));
        assertThat(unloaded).isDone();
        assertThat(done).endsWith("start a:1b 2");
    }

    @Test
    void aForcedUnloadTakesLeasesAwayBeforeTheChildEndsAndTheirReleaseChangesNothing() {
        var running = new Quitter("running");
        var waiting = new Asker("waiting");
        submit(A, running);
        news(new Event.Ready(A, 1));
        dispatcher.submit(
                dispatcher.ticket(
                        A, new Terms("newer", 4, Duration.ZERO), "engine", Use.WORK, true),
                waiting);

        var unloaded = dispatcher.unload(A, true);

        var why = new Refusal.Stopped(Optional.of(A));
        assertThat(running.refusals).containsExactly(why);
        assertThat(waiting.refusals).containsExactly(why);
        assertThat(done)
                .containsExactly(
                        "start a:1b 1",
                        "granted running",
                        "refused waiting",
                        "revoked running",
                        "kill a:1b 1");
        news(new Event.Gone(A, 1));
        assertThat(unloaded).isDone();
        assertThat(dispatcher.schedule().residents()).isEmpty();
    }

    @Test
    void whoeverClosedItsLeaseIsNotToldThatItIsTakenAway() {
        var finished = new Asker("finished");
        submit(A, finished);
        news(new Event.Ready(A, 1));
        finished.leases.getFirst().close();

        var unloaded = dispatcher.unload(A, true);

        assertThat(finished.refusals).isEmpty();
        assertThat(done).endsWith("kill a:1b 1");
        assertThat(unloaded).isNotDone();
    }

    @Test
    void aStopIsDoneWhenEveryChildIsGoneAndServingStartsAgain() {
        submit(A, new Asker("first"));
        news(new Event.Ready(A, 1));

        var stopped = dispatcher.stop(true);
        var late = new Asker("late");
        submit(A, late);
        assertThat(late.refusals).containsExactly(new Refusal.Stopped(Optional.empty()));
        assertThat(stopped).isNotDone();
        news(new Event.Gone(A, 1));
        assertThat(stopped).isDone();

        dispatcher.start();
        submit(A, new Asker("again"));
        assertThat(done).endsWith("start a:1b 2");
    }

    @Test
    void whatAnApplicantDoesWhileAStepIsPerformedIsDecidedAfterTheStep() {
        Ticket other = ticket(B);
        var hasty =
                new Asker("hasty") {
                    @Override
                    public void refused(Refusal why) {
                        super.refused(why);
                        dispatcher.cancel(other);
                        submit(C, new Asker("third"));
                    }
                };
        submit(A, hasty);
        dispatcher.submit(other, new Asker("other"));

        news(new Event.StartFailed(A, 1, failure(), "engine"));

        assertThat(done)
                .containsExactly("start a:1b 1", "refused hasty", "start b:1b 2", "stop b:1b 2");
    }

    @Test
    void anUnusedModelIsUnloadedByTheTimerWithoutAnybodyAsking() {
        var asker = new Asker("asker");
        var terms = new Terms("f", 4, Duration.ofMinutes(5));
        dispatcher.submit(dispatcher.ticket(A, terms, "engine", Use.WORK, true), asker);
        news(new Event.Ready(A, 1));
        asker.leases.getFirst().close();
        assertThat(timer.getLast().delay()).isEqualTo(Duration.ofMinutes(5));

        clock.advance(Duration.ofMinutes(5));
        timer.getLast().task().run();

        assertThat(done).endsWith("stop a:1b 1");
    }

    @Test
    void aTimerThatAnEarlierOneOvertookAsksForNoFurtherOne() {
        submit(A, new Asker("patient"));
        clock.advance(Duration.ofMinutes(1));
        dispatcher.submit(
                new Ticket(
                        100,
                        A,
                        TERMS,
                        "engine",
                        Use.WORK,
                        true,
                        clock.instant(),
                        clock.instant().plusSeconds(1),
                        false),
                new Asker("hasty"));
        clock.advance(Duration.ofSeconds(1));
        timer.getLast().task().run();
        assertThat(timer).hasSize(3);
        submit(A, new Asker("third"));

        clock.advance(MAX_WAIT.minus(Duration.ofSeconds(61)));
        timer.getFirst().task().run();
        assertThat(done).contains("refused patient");
        assertThat(timer).hasSize(4);

        timer.get(2).task().run();
        assertThat(timer).hasSize(4);
    }

    @Test
    void whoeverOnlyLooksLoadsNothingEvenIfLoadingIsAllowed() {
        var looker = new Asker("looker");

        dispatcher.submit(dispatcher.ticket(A, TERMS, "engine", Use.LOOK, true), looker);

        assertThat(looker.refusals).containsExactly(new Refusal.NotLoaded(A));
        assertThat(done).containsExactly("refused looker");
    }

    @Test
    void aFailureOfAModelThatIsKnownNoMoreIsForgotten() {
        submit(A, new Asker("first"));
        news(new Event.StartFailed(A, 1, failure(), "engine"));
        submit(B, new Asker("second"));
        news(new Event.StartFailed(B, 2, failure(), "engine"));

        dispatcher.known(B::equals);
        runPosted();

        assertThat(done).endsWith("forget a:1b");
        assertThat(dispatcher.schedule().hasFailed(A)).isFalse();
        assertThat(dispatcher.schedule().hasFailed(B)).isTrue();
    }

    /// Its file was removed while its child waited to be brought back: nobody can ask for it by
    /// name any more, so its failure would be told for ever.
    @Test
    void aModelThatIsGivenUpOnceItIsKnownNoMoreLeavesNoFailure() {
        var waiting = new Asker("first");
        submit(A, waiting);
        dispatcher.known(B::equals);

        news(new Event.StartFailed(A, 1, failure(), "engine"));

        assertThat(waiting.refusals).containsExactly(new Refusal.LoadFailed(A, failure()));
        assertThat(done).endsWith("forget a:1b");
        assertThat(dispatcher.schedule().hasFailed(A)).isFalse();
    }

    @Test
    void anOrderByHandComesBeforeTheRequestThatFollowsIt() {
        submit(A, new Asker("first"));
        news(new Event.StartFailed(A, 1, failure(), "engine"));

        dispatcher.insist(A);
        submit(A, new Asker("by hand"));
        news(new Event.Crashed(A, 2));
        dispatcher.insist(A);

        assertThat(done)
                .containsExactly(
                        "start a:1b 1",
                        "refused first",
                        "forget a:1b",
                        "start a:1b 2",
                        "recover a:1b 2 as 3",
                        "hasten a:1b 3");
    }

    private static LoadFailure failure() {
        return new LoadFailure(
                LoadFailure.Kind.FAILED, "it ended", "exited", false, OptionalInt.of(1), List.of());
    }

    private Ticket ticket(ModelId model) {
        return dispatcher.ticket(model, TERMS, "engine", Use.WORK, true);
    }

    private void submit(ModelId model, Applicant applicant) {
        dispatcher.submit(ticket(model), applicant);
    }

    private void news(Event event) {
        dispatcher.post(event);
        runPosted();
    }

    private void runPosted() {
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) task.run();
    }
}
