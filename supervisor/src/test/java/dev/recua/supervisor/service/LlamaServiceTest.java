package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.watch.LivenessPolicy;
import dev.recua.supervisor.watch.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LlamaServiceTest {
    private final PlayedWorld world = new PlayedWorld();
    private final LlamaService service = world.service;

    @Test
    void nothingHappensBeforeTheFirstStart() {
        assertThat(service.getState())
                .isEqualTo(
                        new LlamaServiceState(
                                LlamaServiceStatus.INITIAL, List.of(), null, 0, 5, 0, null, false));
        assertThat(world.clock.alarms()).isZero();
    }

    @Test
    void aStartLeadsFromInitialOverStartingToReady() {
        CompletableFuture<Void> start = service.start();
        assertThat(start).isNotDone();
        assertThat(service.getState().startedAt()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(service.server()).isEmpty();

        world.server().comesUp();

        assertThat(start).isCompleted();
        assertThat(world.path()).containsExactly("starting", "ready");
        assertThat(service.server()).contains(world.server());
        assertThat(world.changes)
                .containsExactly(
                        new ServiceChange.Starting(1, world.server()),
                        new ServiceChange.Ready(1, world.server()));
    }

    @Test
    void callersOfTheSameStartShareOneFutureAndOneLaunch() {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 0; i < 50; i++) starts.add(service.start());

        world.server().comesUp();

        assertThat(starts).allSatisfy(start -> assertThat(start).isSameAs(starts.getFirst()));
        assertThat(starts.getFirst()).isCompleted();
        assertThat(world.servers).hasSize(1);
    }

    @Test
    void noCallerCanCompleteTheSharedFutureForTheOthers() {
        CompletableFuture<Void> start = service.start();

        CompletableFuture<Void> impatient = service.start().orTimeout(1, TimeUnit.NANOSECONDS);
        start.cancel(true);
        start.complete(null);

        assertThatThrownBy(impatient::join)
                .hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(start).isNotDone();
    }

    @Test
    void aStartWhileItIsReadyIsDoneAtOnce() {
        ready();
        assertThat(service.start()).isCompleted();
        assertThat(world.servers).hasSize(1);
    }

    @Test
    void aCrashLeadsFromReadyOverCrashedAndStartingToReady() {
        ready();

        world.server().ends(137);
        assertThat(world.status()).isEqualTo("crashed");
        assertThat(service.getState().lastError())
                .isEqualTo(
                        "qwen ended by itself after 1.5 s: exit 137 (SIGKILL), last log: \"the last words\"");
        assertThat(service.getState().retries()).isEqualTo(1);
        assertThat(service.getState().startedAt()).isNull();
        world.seconds(1);
        world.server().comesUp();

        assertThat(world.path())
                .containsExactly("starting", "ready", "crashed", "starting", "ready");
        assertThat(service.getState().lastError()).isNull();
        assertThat(world.servers).hasSize(2);
    }

    @Test
    void theRestartsWaitOneTwoFourEightAndSixteenSecondsAndThereAreFive() {
        ready();
        List<Double> waits = new ArrayList<>();
        Duration died = world.clock.now();
        for (int restart = 1; restart <= 5; restart++) {
            world.server().ends(1);
            waits.add(waitForNextServer());
            world.server().comesUp();
        }
        world.server().ends(1);

        assertThat(waits).containsExactly(1.0, 2.0, 4.0, 8.0, 16.0);
        assertThat(world.clock.now().minus(died)).isEqualTo(Duration.ofSeconds(31));
        assertThat(world.status()).isEqualTo("error");
        assertThat(service.getState().lastError())
                .isEqualTo(
                        "qwen ended by itself after 1.5 s: exit 1, last log: \"the last words\" (5 retries)");
        world.seconds(3600);
        assertThat(world.servers).hasSize(6);
        assertThat(world.clock.alarms()).isZero();
    }

    @Test
    void aServerThatAlwaysEndsWithOneIsStartedSixTimesAndThenGivenUp() {
        CompletableFuture<Void> start = service.start();
        for (int i = 0; i <= 5; i++) {
            fails(Cause.EXITED);
            world.seconds(30);
        }

        assertThat(world.servers).hasSize(6);
        assertThat(world.status()).isEqualTo("error");
        assertThat(start).isCompletedExceptionally();
        assertThat(service.getState().lastError())
                .isEqualTo("qwen did not start: EXITED (5 retries)");
        assertThat(service.getState().retries()).isEqualTo(5);
        assertThat(service.getState().maxRetries()).isEqualTo(5);
    }

    @Test
    void noWaitIsLongerThanThirtySeconds() {
        var many =
                new RestartPolicy(
                        8,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        0,
                        Duration.ofSeconds(60));
        var patient =
                new PlayedWorld(
                        new ServicePolicy(many, LivenessPolicy.DEFAULT, Duration.ofSeconds(5)));
        patient.service.start();
        patient.server().comesUp();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            patient.server().ends(1);
            waits.add(((ServiceChange.Crashed) patient.changes.getLast()).restartIn());
            patient.clock.advance(waits.getLast());
            patient.server().comesUp();
        }
        assertThat(waits.stream().map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void jitterTakesItsPartOfAWait() {
        var jittered =
                new RestartPolicy(
                        5,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(30),
                        0.5,
                        Duration.ofSeconds(60));
        var random =
                new PlayedWorld(
                        new ServicePolicy(jittered, LivenessPolicy.DEFAULT, Duration.ofSeconds(5)));
        random.luck = 0.5;
        random.service.start();
        random.server().comesUp();
        random.server().ends(1);
        assertThat(((ServiceChange.Crashed) random.changes.getLast()).restartIn())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theCountIsBackAtNothingAfterSixtySecondsOfHealthAndNotBefore() {
        ready();
        world.server().ends(1);
        world.seconds(1);
        world.server().comesUp();

        world.seconds(59.999);
        assertThat(service.getState().retries()).isEqualTo(1);
        world.seconds(0.001);
        assertThat(service.getState().retries()).isZero();
        assertThat(world.states.getLast().retries()).isZero();
    }

    @Test
    void whatDiesJustBeforeItWasWellForSixtySecondsStillMeetsTheLimit() {
        ready();
        for (int i = 0; i < 5; i++) {
            world.server().ends(1);
            world.seconds(30);
            world.server().comesUp();
            world.seconds(59);
        }
        world.server().ends(1);
        assertThat(world.status()).isEqualTo("error");
    }

    @Test
    void whatLivesSixtySecondsEachTimeIsNeverGivenUp() {
        ready();
        for (int i = 0; i < 20; i++) {
            world.seconds(60);
            world.server().ends(1);
            world.seconds(1);
            world.server().comesUp();
        }
        assertThat(world.status()).isEqualTo("ready");
        assertThat(world.servers).hasSize(21);
    }

    @Test
    void aMissingBinaryFailsAtOnceWithoutAnyRestart() {
        CompletableFuture<Void> start = service.start();
        fails(Cause.BINARY_NOT_FOUND);

        assertThat(start).isCompletedExceptionally();
        assertThat(world.status()).isEqualTo("error");
        assertThat(service.getState().lastError())
                .isEqualTo("qwen did not start: BINARY_NOT_FOUND");
        world.seconds(3600);
        assertThat(world.servers).hasSize(1);
    }

    @Test
    void nothingToStartIsAnErrorWithItsCause() {
        world.nothingToStart = Optional.of(PlayedServer.failure(Cause.BINARY_NOT_FOUND));
        assertThat(service.start()).isCompletedExceptionally();
        assertThat(world.status()).isEqualTo("error");
        assertThat(world.changes).hasSize(1).first().isInstanceOf(ServiceChange.Failed.class);
    }

    @Test
    void anErrorIsRestartedByHandAndCountsFromNothing() {
        service.start();
        fails(Cause.BAD_MAGIC);

        CompletableFuture<Void> again = service.start();
        assertThat(world.status()).isEqualTo("starting");
        world.server().comesUp();

        assertThat(again).isCompleted();
        assertThat(service.getState().retries()).isZero();
        assertThat(service.getState().lastError()).isNull();
    }

    @Test
    void memoryThatIsShortAtTheFirstStartIsNotTriedAgainButAfterACrashItIs() {
        service.start();
        fails(Cause.OUT_OF_MEMORY);
        assertThat(world.status()).isEqualTo("error");

        service.start();
        world.server().comesUp();
        world.server().ends(137);
        world.seconds(1);
        fails(Cause.OUT_OF_MEMORY);
        assertThat(world.status()).isEqualTo("crashed");
    }

    @Test
    void aTakenPortIsTriedAgainOnlyWhenTheNextOneIsAnother() {
        service.start();
        fails(Cause.PORT_IN_USE);
        assertThat(world.status()).isEqualTo("crashed");

        var fixed = new PlayedWorld(ServicePolicy.DEFAULT, true);
        fixed.service.start();
        fixed.server().failsToStart(PlayedServer.failure(Cause.PORT_IN_USE));
        fixed.server().ends(1);
        assertThat(fixed.status()).isEqualTo("error");
    }

    @Test
    void aStartWhileItIsCrashedComesAtOnceAndCountsAsTheRestart() {
        ready();
        world.server().ends(1);

        CompletableFuture<Void> start = service.start();
        assertThat(world.servers).hasSize(2);
        world.server().comesUp();

        assertThat(start).isCompleted();
        assertThat(service.getState().retries()).isEqualTo(1);
        world.seconds(10);
        assertThat(world.servers).hasSize(2);
    }

    @Test
    void aStopEndsTheServerWithinTheGraceAndEndsInInitial() {
        ready();

        CompletableFuture<Void> stop = service.stop();
        assertThat(world.status()).isEqualTo("stopping");
        assertThat(stop).isNotDone();
        assertThat(world.server().asked).containsExactly("launch", "stop 5000ms");
        world.server().ends(0);

        assertThat(stop).isCompleted();
        assertThat(world.path()).containsExactly("starting", "ready", "stopping", "initial");
        assertThat(world.changes.getLast()).isInstanceOf(ServiceChange.Stopped.class);
        assertThat(world.clock.alarms()).isZero();
    }

    @Test
    void aStopWhileItWaitsForARestartCancelsIt() {
        ready();
        world.server().ends(1);

        CompletableFuture<Void> stop = service.stop();

        assertThat(stop).isCompleted();
        assertThat(world.path()).endsWith("crashed", "stopping", "initial");
        assertThat(world.clock.alarms()).isZero();
        world.seconds(3600);
        assertThat(world.servers).hasSize(1);
    }

    @Test
    void aStopWhileItStartsFailsWhoeverWaitsForTheStart() {
        CompletableFuture<Void> start = service.start();
        CompletableFuture<Void> stop = service.stop();
        assertThat(start).isCompletedExceptionally();
        fails(Cause.STOPPED);
        assertThat(stop).isCompleted();
        assertThat(world.status()).isEqualTo("initial");
        assertThat(service.getState().lastError()).isNull();
    }

    @Test
    void aStopInErrorAndInInitialEndsInInitial() {
        assertThat(service.stop()).isCompleted();
        service.start();
        fails(Cause.BAD_MAGIC);
        assertThat(service.stop()).isCompleted();
        assertThat(world.path()).containsExactly("starting", "error", "stopping", "initial");
    }

    @Test
    void aStartDuringAStopWaitsForTheEndAndThenStarts() {
        ready();
        CompletableFuture<Void> stop = service.stop();
        CompletableFuture<Void> start = service.start();
        assertThat(world.servers).hasSize(1);

        world.server().ends(0);
        assertThat(stop).isCompleted();
        world.server().comesUp();

        assertThat(start).isCompleted();
        assertThat(world.path())
                .containsExactly("starting", "ready", "stopping", "initial", "starting", "ready");
    }

    @Test
    void aStopAfterAStartDuringAStopIsWhatCounts() {
        ready();
        CompletableFuture<Void> first = service.stop();
        CompletableFuture<Void> start = service.start();
        CompletableFuture<Void> second = service.stop();
        world.server().ends(0);

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(start).isCompletedExceptionally();
        assertThat(world.status()).isEqualTo("initial");
        assertThat(world.servers).hasSize(1);
    }

    @Test
    void terminateSendsOneSignalForEachCallAndNoRestartFollows() {
        ready();
        CompletableFuture<Void> end = service.terminate();
        service.terminate();
        assertThat(world.server().asked).containsExactly("launch", "terminate", "terminate");
        world.server().ends(1);
        assertThat(end).isCompleted();
        world.seconds(3600);
        assertThat(world.servers).hasSize(1);
    }

    @Test
    void killEndsAtOnceAlsoDuringAStop() {
        ready();
        service.stop();
        service.kill();
        assertThat(world.server().asked).containsExactly("launch", "stop 5000ms", "kill");
    }

    @Test
    void aServerIsLookedAtEveryThirtySecondsWhileItIsReady() {
        ready();
        Duration up = world.clock.now();
        world.seconds(91);
        assertThat(world.looks.stream().map(at -> at.minus(up).toSeconds()))
                .containsExactly(30L, 60L, 90L);
        service.stop();
        world.server().ends(0);
        world.seconds(3600);
        assertThat(world.looks).hasSize(3);
        assertThat(world.closedWatches).hasSize(1);
    }

    @Test
    void theRuleOfLivenessMayAskForAnEarlierLook() {
        ready();
        world.pause = Duration.ofSeconds(7);
        world.seconds(38);
        assertThat(world.looks).hasSize(2);
    }

    @Test
    void aServerThatHangsIsKilledAndComesBackOnceItIsGone() {
        ready();
        world.verdicts.add(new Verdict.Suspect("/health failed: silent"));
        world.verdicts.add(new Verdict.Suspect("/health failed: silent"));
        world.verdicts.add(new Verdict.Hung("/health failed 3 times in a row: silent"));
        world.seconds(90);

        assertThat(world.status()).isEqualTo("crashed");
        assertThat(service.getState().lastError())
                .isEqualTo("qwen hung: /health failed 3 times in a row: silent");
        PlayedServer hung = world.server();
        assertThat(hung.asked).containsExactly("launch", "kill");
        world.seconds(10);
        assertThat(world.servers).hasSize(1);
        assertThat(world.status()).isEqualTo("starting");
        hung.ends(137);
        assertThat(world.servers).hasSize(2);
        world.server().comesUp();
        assertThat(world.path())
                .containsExactly("starting", "ready", "crashed", "starting", "ready");
    }

    @Test
    void whoeverIsGivenUpForHangingShowsItsLastLines() {
        var none =
                new RestartPolicy(
                        0,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        0,
                        Duration.ofSeconds(60));
        var strict =
                new PlayedWorld(
                        new ServicePolicy(none, LivenessPolicy.DEFAULT, Duration.ofSeconds(5)));
        strict.service.start();
        strict.server().comesUp();
        strict.service.suspect(1, "no answer for 60 s");

        var failed = (ServiceChange.Failed) strict.changes.getLast();
        assertThat(failed.failure().message()).isEqualTo("qwen hung: no answer for 60 s");
        assertThat(failed.failure().log()).containsExactly("its last line");
    }

    @Test
    void aSuspicionCountsForTheServerThatIsMeantOnly() {
        ready();
        service.suspect(0, "late");
        service.suspect(2, "early");
        assertThat(world.status()).isEqualTo("ready");
        service.suspect(1, "no answer for 60 s");
        assertThat(world.status()).isEqualTo("crashed");
        assertThat(world.server().asked).containsExactly("launch", "kill");
    }

    @Test
    void theUptimeCountsSecondsOfReadyAndIsNoNews() {
        ready();
        int told = world.states.size();
        world.seconds(12.7);
        assertThat(service.getState().uptime()).isEqualTo(12);
        assertThat(world.states).hasSize(told);
        world.server().ends(1);
        assertThat(service.getState().uptime()).isZero();
        world.seconds(0.5);
        assertThat(service.getState().uptime()).isZero();
    }

    @Test
    void theModelsAreThoseOfTheServerAndTheLastKnownOnesStay() {
        ready();
        assertThat(service.getState().models()).containsExactly(PlayedWorld.MODEL);
        world.offered = Optional.empty();
        world.server().ends(1);
        world.seconds(1);
        world.server().comesUp();
        assertThat(service.getState().models()).containsExactly(PlayedWorld.MODEL);
        assertThatThrownBy(
                        () ->
                                service.getState()
                                        .models()
                                        .add(new LlamaModel("x", "x", 0, "model", 0)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anAdoptedServerIsMarkedAndItsEndLeadsToAnotherStart() {
        world.adopts = true;
        ready();
        assertThat(service.getState().adopted()).isTrue();
        world.adopts = false;
        world.server().ends(-2);
        assertThat(service.getState().adopted()).isFalse();
        world.seconds(1);
        world.server().comesUp();
        assertThat(service.getState().adopted()).isFalse();
    }

    @Test
    void aClosedServiceDoesNotStartAgain() {
        service.close();
        service.close();
        assertThat(service.start()).isCompletedExceptionally();
        assertThat(world.servers).isEmpty();
    }

    @Test
    void aServerThatFailsWithoutHavingEndedIsEndedAndWaitedFor() {
        CompletableFuture<Void> start = service.start();
        PlayedServer slow = world.server();
        slow.failsToStart(PlayedServer.tooLate());
        assertThat(start).isCompletedExceptionally();
        assertThat(world.status()).isEqualTo("error");
        assertThat(slow.asked).containsExactly("launch", "stop 5000ms");

        service.start();
        assertThat(world.servers).hasSize(1);
        slow.ends(143);
        assertThat(world.servers).hasSize(2);
    }

    @Test
    void aServerThatCannotBeLaunchedIsAFailureLikeAnyOther() {
        world.spent = true;
        service.start();
        assertThat(world.status()).isEqualTo("crashed");
        assertThat(service.getState().lastError()).isEqualTo("qwen did not start: launched twice");
    }

    private void ready() {
        service.start();
        world.server().comesUp();
    }

    private void fails(Cause cause) {
        world.server().failsToStart(PlayedServer.failure(cause));
        world.server().ends(1);
    }

    private double waitForNextServer() {
        int before = world.servers.size();
        double waited = 0;
        while (world.servers.size() == before) {
            world.seconds(0.25);
            waited += 0.25;
        }
        return waited;
    }
}
