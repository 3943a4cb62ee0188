package dev.recua.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.fleet.Fleet;
import dev.recua.gateway.fleet.FleetWatch;
import dev.recua.gateway.fleet.Launcher;
import dev.recua.gateway.scheduling.Event;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.service.RestartPolicy;
import dev.recua.supervisor.service.ServicePolicy;
import dev.recua.supervisor.watch.LivenessPolicy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the scheduler is told of children, and what they are told. Services are real, servers are
/// played, and the test is the scheduler.
class FleetTest {
    private static final ModelId MODEL = new ModelId("a:1b");
    private static final LoadFailure FAILURE =
            new LoadFailure(
                    LoadFailure.Kind.FAILED,
                    "unknown architecture",
                    "unknown_architecture",
                    true,
                    OptionalInt.of(1),
                    List.of());

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Queue<PlayedEngine> engines = new ConcurrentLinkedQueue<>();
    private final Watch watch = new Watch();
    private final Fleet fleet = fleet(model -> open().running(), 5);

    /// Notes what it is told.
    private static final class Watch implements FleetWatch {
        final Queue<String> told = new ConcurrentLinkedQueue<>();

        @Override
        public void loaded(ModelId model, Duration took) {
            told.add("loaded");
        }

        @Override
        public void notLoaded(ModelId model) {
            told.add("notLoaded");
        }

        @Override
        public void died(ModelId model) {
            told.add("died");
        }

        @Override
        public void changed(ModelId model, LlamaServiceState state) {
            told.add(state.status().wire() + (state.retries() == 0 ? "" : " " + state.retries()));
        }
    }

    @AfterEach
    void closeEngines() {
        fleet.killAll(Duration.ofSeconds(1));
        engines.forEach(PlayedEngine::close);
    }

    @Test
    void aChildThatCrashesComesBackUnderTheNumberThatTheSchedulerGives() throws Exception {
        fleet.start(MODEL, 7);
        PlayedEngine first = engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 7));
        first.die();
        assertThat(next()).isEqualTo(new Event.Crashed(MODEL, 7));
        assertThat(fleet.departure(7).get(1, TimeUnit.SECONDS).exitCode()).hasValue(137);
        assertThat(fleet.running(7)).isEmpty();

        PlayedEngine second = engine(2).ready();
        Awaitility.await().until(() -> status(MODEL) == LlamaServiceStatus.READY);
        assertThat(events).as("held while the scheduler does not know the number").isEmpty();
        fleet.recover(MODEL, 7, 9);

        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 9));
        assertThat(fleet.running(9).orElseThrow().server()).isSameAs(second);
        assertThat(fleet.models()).containsOnlyKeys(9L);
        assertThat(watch.told)
                .containsSubsequence("starting", "ready", "crashed 1", "starting 1", "ready 1")
                .containsSubsequence("loaded", "died", "loaded");
    }

    @Test
    void aChildThatLivesAndTakesNoConnectionsIsKilledAfterAGraceAndComesBack() throws Exception {
        fleet.start(MODEL, 1);
        PlayedEngine deaf = engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));
        deaf.close();

        assertThat(fleet.departure(1).get(2, TimeUnit.SECONDS).gone()).isFalse();

        assertThat(deaf.gone).as("within its grace").isNotDone();
        assertThat(next()).isEqualTo(new Event.Crashed(MODEL, 1));
        assertThat(deaf.gone).succeedsWithin(2, TimeUnit.SECONDS);
        fleet.recover(MODEL, 1, 2);
        engine(2).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 2));
    }

    @Test
    void aChildThatBrokeAConnectionAndTakesOthersIsLeftAlone() throws Exception {
        fleet.start(MODEL, 1);
        PlayedEngine well = engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));

        assertThat(fleet.departure(1).get(2, TimeUnit.SECONDS).gone()).isFalse();

        Awaitility.await().during(Duration.ofMillis(1500)).until(() -> !well.gone.isDone());
        assertThat(events).isEmpty();
    }

    @Test
    void aChildThatIsKilledWhileItLoadsComesBackToo() throws Exception {
        fleet.start(MODEL, 1);
        engine(1).die();

        assertThat(next()).isEqualTo(new Event.Crashed(MODEL, 1));
        fleet.recover(MODEL, 1, 2);
        engine(2).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 2));
        assertThat(watch.told).contains("notLoaded").doesNotContain("died");
    }

    @Test
    void aChildThatIsGivenUpIsToldWithItsCauseAndIsInErrorUntilItIsForgotten() throws Exception {
        var giving = fleet(model -> open().running(), 0);
        giving.start(MODEL, 1);
        engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));
        engine(1).die();

        assertThat(next())
                .isInstanceOfSatisfying(
                        Event.StartFailed.class,
                        failed -> {
                            assertThat(failed.generation()).isEqualTo(1);
                            assertThat(failed.engine()).isEqualTo("an engine");
                            assertThat(failed.failure().cause()).isEqualTo("killed");
                            assertThat(failed.failure().exitCode()).hasValue(137);
                        });
        assertThat(giving.services().get(MODEL).status()).isEqualTo(LlamaServiceStatus.ERROR);
        assertThat(giving.models()).isEmpty();

        giving.forget(MODEL);

        assertThat(giving.services()).isEmpty();
        assertThat(watch.told).endsWith("initial");
    }

    @Test
    void aFailedStartIsToldWithTheEngineThatWasLaunchedNotWithOneThatWasFoundMeanwhile()
            throws Exception {
        fleet.start(MODEL, 1);
        engine(1)
                .fail(
                        new StartFailure(
                                StartFailure.Cause.BAD_MAGIC,
                                "its file is not GGUF",
                                "Get it again.",
                                1,
                                List.of("invalid magic")));

        assertThat(next())
                .isEqualTo(
                        new Event.StartFailed(
                                MODEL,
                                1,
                                new LoadFailure(
                                        LoadFailure.Kind.FAILED,
                                        "its file is not GGUF. Get it again.",
                                        "bad_magic",
                                        true,
                                        OptionalInt.of(1),
                                        List.of("invalid magic")),
                                "an engine"));
    }

    @Test
    void whatCouldNotBeLaunchedIsToldWithItsEngineToo() throws Exception {
        fleet(
                        _ -> {
                            throw new Launcher.LaunchFailed(FAILURE, "that one");
                        },
                        5)
                .start(MODEL, 1);

        assertThat(next()).isEqualTo(new Event.StartFailed(MODEL, 1, FAILURE, "that one"));
    }

    @Test
    void aStartAfterAFailureTakesThePlaceOfTheError() throws Exception {
        var failsOnce = new ConcurrentLinkedQueue<>(List.of(FAILURE));
        var twice =
                fleet(
                        _ -> {
                            LoadFailure failure = failsOnce.poll();
                            if (failure != null) throw new Launcher.LaunchFailed(failure, "it");
                            return open().running();
                        },
                        5);
        twice.start(MODEL, 1);
        assertThat(next()).isInstanceOf(Event.StartFailed.class);

        twice.start(MODEL, 2);
        engine(1).ready();

        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 2));
        assertThat(watch.told)
                .containsSubsequence("starting", "error", "starting", "ready")
                .doesNotContain("initial");
        twice.killAll(Duration.ofSeconds(1));
    }

    @Test
    void childrenAreLaunchedAtTheSameTimeNoneWaitsForAnother() throws Exception {
        var both = new CountDownLatch(2);
        var parallel =
                fleet(
                        _ -> {
                            both.countDown();
                            assertThat(both.await(5, TimeUnit.SECONDS)).isTrue();
                            return open().ready().running();
                        },
                        5);

        parallel.start(MODEL, 1);
        parallel.start(new ModelId("b:1b"), 2);

        assertThat(Set.of(next(), next()))
                .containsExactlyInAnyOrder(
                        new Event.Ready(MODEL, 1), new Event.Ready(new ModelId("b:1b"), 2));
        parallel.killAll(Duration.ofSeconds(1));
    }

    @Test
    void aChildThatIsToldToStopLeavesAndDoesNotComeBack() throws Exception {
        fleet.start(MODEL, 1);
        PlayedEngine child = engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));

        fleet.stop(MODEL, 1);

        assertThat(next()).isEqualTo(new Event.Gone(MODEL, 1));
        assertThat(child.toldToLeave).isDone();
        assertThat(fleet.services()).isEmpty();
        assertThat(fleet.models()).isEmpty();
        assertThat(watch.told).containsSubsequence("ready", "stopping", "initial");
        assertThat(engines).hasSize(1);
    }

    @Test
    void aChildThatIsEndedByForceIsKilledAtOnce() throws Exception {
        fleet.start(MODEL, 1);
        PlayedEngine child = engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));

        fleet.kill(MODEL, 1);

        assertThat(child.gone.get(1, TimeUnit.SECONDS).code()).isEqualTo(137);
        assertThat(child.toldToLeave).as("asked first").isNotDone();
        assertThat(next()).isEqualTo(new Event.Gone(MODEL, 1));
        assertThat(watch.told).doesNotContain("died");
    }

    @Test
    void aChildThatIsEndedByForceBeforeThereIsAProcessIsGoneAndNoneComesToBe() throws Exception {
        var launching = new CountDownLatch(1);
        var slow =
                fleet(
                        _ -> {
                            launching.countDown();
                            new CountDownLatch(1).await(); // until it is interrupted
                            throw new AssertionError("woken");
                        },
                        5);
        slow.start(MODEL, 1);
        assertThat(launching.await(5, TimeUnit.SECONDS)).isTrue();

        slow.kill(MODEL, 1);

        assertThat(next()).isEqualTo(new Event.Gone(MODEL, 1));
        assertThat(slow.models()).isEmpty();
    }

    @Test
    void aStopWhileAChildWaitsToComeBackEndsTheWait() throws Exception {
        var patient = fleet(model -> open().running(), 5, Duration.ofMinutes(1));
        patient.start(MODEL, 1);
        engine(1).die();
        assertThat(next()).isEqualTo(new Event.Crashed(MODEL, 1));
        patient.recover(MODEL, 1, 2);

        patient.stop(MODEL, 2);

        assertThat(next()).isEqualTo(new Event.Gone(MODEL, 2));
        assertThat(engines).hasSize(1);
    }

    @Test
    void anEndThatIsOrderedBeforeTheSchedulerHasSeenTheCrashIsToldUnderTheOldNumber()
            throws Exception {
        var patient = fleet(model -> open().running(), 5, Duration.ofMinutes(1));
        patient.start(MODEL, 1);
        engine(1).die();
        assertThat(next()).isEqualTo(new Event.Crashed(MODEL, 1));

        patient.kill(MODEL, 1);

        assertThat(next()).isEqualTo(new Event.Gone(MODEL, 1));
    }

    @Test
    void aChildThatWaitsToComeBackDoesSoNowWhenItIsHastened() throws Exception {
        var patient = fleet(model -> open().running(), 5, Duration.ofMinutes(1));
        patient.start(MODEL, 1);
        engine(1).die();
        assertThat(next()).isEqualTo(new Event.Crashed(MODEL, 1));
        patient.recover(MODEL, 1, 2);

        patient.hasten(MODEL, 2);
        engine(2).ready();

        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 2));
        patient.killAll(Duration.ofSeconds(1));
    }

    @Test
    void aChildThatIsReplacedIsKilledAndComesBackUnderTheNextNumber() throws Exception {
        fleet.start(MODEL, 1);
        PlayedEngine first = engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));

        fleet.replace(MODEL, 1, 2);
        engine(2).ready();

        assertThat(next()).as("no crash is told").isEqualTo(new Event.Ready(MODEL, 2));
        assertThat(first.gone.get(1, TimeUnit.SECONDS).code()).isEqualTo(137);
        assertThat(fleet.departure(1).get(1, TimeUnit.SECONDS).gone()).isTrue();
    }

    @Test
    void whenTheGatewayLeavesAChildThatIsToldToEndDoesNotComeBack() throws Exception {
        fleet.start(MODEL, 1);
        PlayedEngine child = engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));
        fleet.expectEnds();

        fleet.terminate(1);

        assertThat(next()).isEqualTo(new Event.Gone(MODEL, 1));
        assertThat(child.toldToLeave).isDone();
        assertThat(watch.told).doesNotContain("died", "crashed 1");
    }

    @Test
    void anEndWhileTheGatewayLeavesIsNoAccidentEvenIfItIsTheLastOfManyCrashes() throws Exception {
        var leaving = fleet(model -> open().running(), 0);
        leaving.start(MODEL, 1);
        engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));
        leaving.expectEnds();

        engine(1).die();

        assertThat(next()).isInstanceOf(Event.StartFailed.class);
        assertThat(watch.told).doesNotContain("died", "notLoaded");
    }

    /// The scheduler hears that a child is given up once its process has ended. An order by hand
    /// may come before that: a start of its service would make a child without a number, which
    /// nobody would ever stop.
    @Test
    void anOrderByHandToOneThatIsGivenUpAndStillEndsStartsNoChildThatNobodyKnows()
            throws Exception {
        fleet.start(MODEL, 1);
        PlayedEngine slow = engine(1);
        var ordered = slow.toldToLeave.thenRun(() -> fleet.hasten(MODEL, 1));

        slow.tooSlow();

        assertThat(next()).isInstanceOf(Event.StartFailed.class);
        ordered.get(1, TimeUnit.SECONDS);
        Awaitility.await()
                .during(Duration.ofMillis(100))
                .until(() -> status(MODEL) == LlamaServiceStatus.ERROR);
        assertThat(engines).hasSize(1);
    }

    /// The gateway leaves on a thread of its own, while the scheduler still answers a crash.
    @Test
    void aChildWhoseEndCameBeforeItsNextNumberIsGoneUnderThatNumberToo() throws Exception {
        fleet.start(MODEL, 1);
        engine(1).ready();
        assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));
        engine(1).die();
        assertThat(next()).isEqualTo(new Event.Crashed(MODEL, 1));
        fleet.terminate(1);
        assertThat(next()).isEqualTo(new Event.Gone(MODEL, 1));

        fleet.recover(MODEL, 1, 2);

        assertThat(next()).isEqualTo(new Event.Gone(MODEL, 2));
        assertThat(fleet.models()).isEmpty();
        assertThat(fleet.departure(2)).succeedsWithin(1, TimeUnit.SECONDS);
    }

    @Test
    void anEndAndARecoveryAtTheSameTimeLeaveNothingBehindWhicheverComesFirst() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 100; round++) endWhileItComesBack(threads);
        }
    }

    private void endWhileItComesBack(ExecutorService threads) throws Exception {
        var launched = new LinkedBlockingQueue<PlayedEngine>();
        var told = new LinkedBlockingQueue<Event>();
        Launcher launcher =
                _ -> {
                    PlayedEngine engine = open();
                    launched.add(engine);
                    return engine.running();
                };
        var one = new Fleet(launcher, policy(5, Duration.ofMillis(5)), told::add, watch);
        one.start(MODEL, 1);
        launched.take().ready().die();
        while (!new Event.Crashed(MODEL, 1).equals(told.poll(5, TimeUnit.SECONDS))) continue;

        var go = new CountDownLatch(1);
        var recovery =
                threads.submit(
                        () -> {
                            go.countDown();
                            one.recover(MODEL, 1, 2);
                        });
        go.await();
        one.terminate(1);
        recovery.get(1, TimeUnit.SECONDS);
        one.terminate(2);

        Awaitility.await().pollInterval(1, MILLISECONDS).until(() -> one.models().isEmpty());
    }

    private Fleet fleet(Launcher launcher, int restarts) {
        return fleet(launcher, restarts, Duration.ofMillis(5));
    }

    private Fleet fleet(Launcher launcher, int restarts, Duration first) {
        return new Fleet(launcher, policy(restarts, first), events::add, watch);
    }

    private static ServicePolicy policy(int restarts, Duration first) {
        var restart =
                new RestartPolicy(restarts, first, Duration.ofMinutes(1), 0, Duration.ofMinutes(1));
        var liveness = new LivenessPolicy(Duration.ZERO, 3, Duration.ZERO, Duration.ofSeconds(5));
        return new ServicePolicy(restart, liveness, Duration.ofSeconds(1));
    }

    private PlayedEngine open() {
        PlayedEngine engine = PlayedEngine.open((it, head, out) -> {});
        engines.add(engine);
        return engine;
    }

    /// The nth that was launched.
    private PlayedEngine engine(int nth) {
        Awaitility.await().until(() -> engines.size() >= nth);
        return engines.stream().skip(nth - 1).findFirst().orElseThrow();
    }

    private LlamaServiceStatus status(ModelId model) {
        LlamaServiceState state = fleet.services().get(model);
        return state == null ? LlamaServiceStatus.INITIAL : state.status();
    }

    private Event next() throws InterruptedException {
        Event event = events.poll(5, TimeUnit.SECONDS);
        assertThat(event).as("an event within 5 s").isNotNull();
        return event;
    }
}
