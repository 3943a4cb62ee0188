package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// A model with one answer running and one request waiting, at a gateway that lets no more wait:
/// the next is refused with 429 and a time.
final class FullQueue {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private FullQueue() {}

    /// Fills the queue, asks, sees the refusal, and makes room again.
    ///
    /// @param strict  a gateway with [ClientModels#strictYaml()]
    /// @param endless starts a stream of [ClientModels#ENDLESS] and gives it when it is there
    /// @param ask     a call that tries again by itself
    /// @return what the call gave in the end
    static <T> T askAt(
            RunningGateway strict, Callable<? extends AutoCloseable> endless, Callable<T> ask)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<? extends AutoCloseable> next;
            Future<T> answer;
            try (AutoCloseable _ = endless.call()) {
                next = threads.submit(endless);
                await().atMost(LIMIT).until(() -> waiting(strict) == 1);
                int refusals = refusals(strict);
                answer = threads.submit(ask);
                await().atMost(LIMIT).until(() -> refusals(strict) > refusals);
                assertThat(answer.isDone()).isFalse();
            }
            next.get(LIMIT.toSeconds(), TimeUnit.SECONDS).close();
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /// How long until no slot of the endless model's engine works any more.
    static Duration untilIdle(RunningGateway open) {
        long start = System.nanoTime();
        Caller caller = open.caller();
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () ->
                                caller.get("/slots?model=" + ClientModels.ENDLESS)
                                        .expect(200)
                                        .json()
                                        .valueStream()
                                        .noneMatch(slot -> slot.path("is_processing").asBoolean()));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static int waiting(RunningGateway gateway) {
        return gateway.caller()
                .send(
                        Capture.get("/api/models/" + ClientModels.ENDLESS, 200),
                        "Authorization",
                        "Bearer " + ClientModels.KEY)
                .expect(200)
                .json()
                .path("waiting")
                .asInt();
    }

    private static int refusals(RunningGateway gateway) {
        return gateway.log().split("outcome=queue_full", -1).length - 1;
    }
}
