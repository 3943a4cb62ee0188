package dev.recua.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How soon many subscribers hear of a change of state. The product promises 100 ms (99 %) for 100
/// of them, one of which does not read.
final class EventLatency implements Scenario {
    private static final int EACH = 50;
    private static final String MODEL = "recua%3A3m-instruct";
    private static final double PATIENCE_MILLIS = 20_000;

    /// Enough events to fill the buffers of a connection and the 256 that may wait behind them.
    private static final int REQUESTS = 6_000;

    private static final int AT_ONCE = 8;

    @Override
    public String name() {
        return "event latency";
    }

    @Override
    public String how() {
        return "50 subscribers of `/api/events` and 50 of Socket.IO, and one more of `/api/events` that"
                + " never reads. The engine is killed with SIGKILL, comes back after 100 ms, is unloaded"
                + " and loaded again. Each `llamaStatus` at each subscriber: from the time that it"
                + " says the change happened (whole ms) to its receipt, and from the kill to the receipt of"
                + " `crashed`. Then requests fill the one that does not read; it begins to read and must find a new snapshot.";
    }

    @Override
    public List<Sample> measure(Workbench bench)
            throws IOException, InterruptedException, ExecutionException {
        Path home = bench.newFolder("home");
        Files.writeString(
                home.resolve("config.yaml"),
                "supervisor: {restart: {first: 100ms, healthy-after: 200ms}}\n");
        try (var gateway = GatewayProcess.start(bench.launcher(), home, bench.engine(), Map.of());
                var http = HttpClient.newHttpClient();
                var stalled = StatusSubscriber.stalled(gateway.address())) {
            var subscribers = new ArrayList<StatusSubscriber>();
            try {
                for (int i = 0; i < EACH; i++) {
                    subscribers.add(StatusSubscriber.events(gateway.address()));
                    subscribers.add(StatusSubscriber.socketIo(http, gateway.address()));
                }
                List<Sample> latencies = latencies(bench, gateway, http, subscribers);
                ask(gateway, http);
                var results = new ArrayList<>(latencies);
                results.add(
                        Sample.of(
                                "snapshots told to the one that did not read",
                                "rounds",
                                stalled.snapshotsToTheEnd()));
                return results;
            } finally {
                for (StatusSubscriber one : subscribers) one.close();
            }
        }
    }

    private static List<Sample> latencies(
            Workbench bench,
            GatewayProcess gateway,
            HttpClient http,
            List<StatusSubscriber> subscribers)
            throws IOException, InterruptedException {
        var sinceTheKill = new ArrayList<Double>();
        int rounds = bench.rounds(30);
        order(gateway, http, "load");
        for (int round = -2; round < rounds; round++) {
            if (round == 0) subscribers.forEach(StatusSubscriber::forget);
            Clocks.pauseMillis(300);
            ProcessHandle engine = ProcessHandle.of(gateway.child().pid()).orElseThrow();
            var before = subscribers.stream().map(StatusSubscriber::count).toList();
            double killed = Clocks.wallMicros() / 1e3;
            engine.destroyForcibly();
            for (int i = 0; i < subscribers.size(); i++) {
                double heard =
                        subscribers.get(i).await("crashed", before.get(i), PATIENCE_MILLIS).at();
                if (round >= 0) sinceTheKill.add(heard - killed);
                subscribers.get(i).await("ready", before.get(i) + 1, PATIENCE_MILLIS);
            }
            order(gateway, http, "unload");
            order(gateway, http, "load");
        }
        var latencies = new ArrayList<Double>();
        for (StatusSubscriber one : subscribers) {
            one.all().forEach(heard -> latencies.add(heard.at() - heard.timestamp()));
        }
        var told = new Sample("told to received, 100 subscribers", "ms", latencies);
        var killed = new Sample("SIGKILL to `crashed` received", "ms", sinceTheKill);
        return List.of(
                told,
                Sample.of("99 % of: " + told.what(), "ms", told.percentile(99)),
                killed,
                Sample.of("99 % of: " + killed.what(), "ms", killed.percentile(99)));
    }

    private static void order(GatewayProcess gateway, HttpClient http, String what)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri(gateway, "/api/models/" + MODEL + "/" + what))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"));
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException(what + ": " + answer.body());
    }

    /// Requests, each of which is several events for whoever listens to all.
    private static void ask(GatewayProcess gateway, HttpClient http)
            throws InterruptedException, ExecutionException {
        String json =
                "{\"model\":\"recua-tiny\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        var request =
                HttpRequest.newBuilder(uri(gateway, "/v1/chat/completions"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        Callable<Integer> call = () -> http.send(request, BodyHandlers.ofString()).statusCode();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var calls = new ArrayList<Future<Integer>>();
            for (int i = 0; i < REQUESTS; i++) calls.add(threads.submit(call));
            for (Future<Integer> status : calls) {
                if (status.get() != 200) throw new IllegalStateException("status " + status.get());
            }
        }
    }

    private static URI uri(GatewayProcess gateway, String path) {
        return URI.create("http://127.0.0.1:" + gateway.address().getPort() + path);
    }
}
