package dev.recua.gateway.it.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A run of many clients against one gateway that has three models and `idle-unload` of a few
/// seconds:
///
/// 1. one client makes the gateway warm, so that what is loaded once is not taken for a leak;
/// 2. everything is unloaded, and the gateway at rest is looked at;
/// 3. the clients begin, and somebody watches;
/// 4. the time is over: nobody asks again, everybody waits for what was asked;
/// 5. everything is unloaded again, and the gateway at rest is looked at a second time.
public final class StressRun {
    private static final int WARM_UP_CALLS = 30;

    /// `idle-unload`, the engine's 5 s for an idle connection, and a busy machine.
    private static final Duration REST_LIMIT = Duration.ofSeconds(30);

    private static final Set<String> OVER = Set.of("done", "failed");

    private final Subject subject;
    private final StressPlan plan;
    private final Repertoire.Models models;
    private final Tally tally = new Tally();

    /// @param chat  two models that talk
    /// @param embed one that gives vectors
    public StressRun(Subject subject, StressPlan plan, List<String> chat, String embed) {
        this.subject = subject;
        this.plan = plan;
        this.models = new Repertoire.Models(chat, embed);
    }

    /// Does it all.
    ///
    /// @throws org.awaitility.core.ConditionTimeoutException when the gateway does not come to rest
    public StressResult run() throws InterruptedException, ExecutionException, IOException {
        var random = new SplittableRandom(plan.seed());
        warmUp(random.split());
        StressResult.Rest before = atRest(Integer.MAX_VALUE);
        long began = System.nanoTime();
        int calls;
        double took;
        Watch watch = new Watch(subject, plan.sampleEvery(), plan.heapEvery());
        try (watch) {
            calls = clients(random);
            took = (System.nanoTime() - began) / 1e9;
        }
        StressResult.Rest after = atRest(before.descriptors());
        return new StressResult(
                plan,
                calls,
                took,
                tally.rows(),
                tally.losses(),
                watch.samples(),
                watch.heaps(),
                watch.mostEngines(),
                watch.enginesSeen(),
                watch.looks(),
                before,
                after);
    }

    private void warmUp(SplittableRandom random) throws IOException, InterruptedException {
        var few = new Repertoire.Models(List.of(models.chat().getFirst()), models.embed());
        var repertoire = new Repertoire(few, random, "warm"); // no swaps, which would take time
        var never = new CountDownLatch(1);
        var client = new Client(subject.port(), "warm", repertoire, new Tally(), never);
        try (client) {
            for (int i = 0; i < WARM_UP_CALLS; i++) client.makeNext();
        }
        subject.liveHeap(); // the JVM opens a socket for whoever asks, and keeps it
    }

    private int clients(SplittableRandom random) throws InterruptedException, ExecutionException {
        var over = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor();
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            clock.schedule(over::countDown, plan.time().toMillis(), TimeUnit.MILLISECONDS);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < plan.clients(); i++) {
                String name = "c" + i;
                var repertoire = new Repertoire(models, random.split(), name);
                running.add(
                        clients.submit(new Client(subject.port(), name, repertoire, tally, over)));
            }
            int calls = 0;
            for (Future<Integer> client : running) calls += client.get();
            return calls;
        } finally {
            over.countDown();
        }
    }

    /// Waits until nothing is running, waiting, loaded or connected.
    ///
    /// @param descriptors at most so many may be open then
    private StressResult.Rest atRest(int descriptors) throws IOException, InterruptedException {
        await("models unloaded, nobody running or waiting")
                .atMost(REST_LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(busy())
                                        .as("models and requests that are not at rest")
                                        .isEmpty());
        await("no engine").atMost(REST_LIMIT).until(subject.engines()::get, Set::isEmpty);
        await("no connection").atMost(REST_LIMIT).until(() -> subject.connections() == 0);
        await("at most %d descriptors, as before".formatted(descriptors))
                .atMost(REST_LIMIT)
                .until(subject::descriptors, open -> open <= descriptors);
        return new StressResult.Rest(
                subject.rss(), subject.descriptors(), subject.connections(), subject.liveHeap());
    }

    /// Models that have requests, a process, or another state than `initial`, and requests that
    /// the gateway takes to be under way.
    private List<JsonNode> busy() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Stream<JsonNode> models = all(http, "models").filter(model -> !isAtRest(model));
            Stream<JsonNode> requests =
                    all(http, "requests")
                            .filter(request -> !OVER.contains(request.path("phase").asString()));
            return Stream.concat(models, requests).toList();
        }
    }

    private static boolean isAtRest(JsonNode model) {
        return model.path("running").asInt() == 0
                && model.path("waiting").asInt() == 0
                && model.path("child").isNull()
                && model.path("status").asString().equals("initial");
    }

    /// The rows of `GET /api/<what>`.
    private Stream<JsonNode> all(HttpClient http, String what)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(subject.url().resolve("/api/" + what)).build(),
                        HttpResponse.BodyHandlers.ofString());
        JsonNode rows = Received.JSON.readTree(answer.body()).path(what);
        assertThat(rows.isArray()).as(answer.body()).isTrue();
        return rows.valueStream();
    }
}
