package dev.recua.benchmarks;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// How much memory the gateway itself is resident with.
final class Memory implements Scenario {
    private static final int AT_ONCE = 8;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String how() {
        return "VmRSS of the gateway's process, without its engine: 3 s after it was ready, and 1 s"
                + " after requests that a scripted engine answers at once, 8 at a time, every second"
                + " one streamed.";
    }

    @Override
    public List<Sample> measure(Workbench bench)
            throws IOException, InterruptedException, ExecutionException {
        try (var notes = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Path engine = ScriptedEngine.install(bench.newFolder("engine"), notes.getLocalPort());
            try (var gateway =
                    GatewayProcess.start(
                            bench.launcher(), bench.newFolder("home"), engine, Map.of())) {
                Clocks.pauseMillis(3_000);
                Sample idle = Sample.of("idle after ready", "MiB", gateway.memoryMiB("VmRSS"));
                int requests = bench.rounds(2_000);
                ask(gateway, requests);
                Clocks.pauseMillis(1_000);
                String after = "after " + requests + " requests";
                return List.of(
                        idle,
                        Sample.of(after, "MiB", gateway.memoryMiB("VmRSS")),
                        Sample.of("at most until then", "MiB", gateway.memoryMiB("VmHWM")));
            }
        }
    }

    private static void ask(GatewayProcess gateway, int requests)
            throws InterruptedException, ExecutionException {
        try (var client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Integer>> all =
                    IntStream.range(0, requests)
                            .mapToObj(number -> request(gateway, number))
                            .<Callable<Integer>>map(
                                    it ->
                                            () ->
                                                    client.send(it, BodyHandlers.ofString())
                                                            .statusCode())
                            .toList();
            for (Future<Integer> status : threads.invokeAll(all)) {
                if (status.get() != 200) throw new IllegalStateException("status " + status.get());
            }
        }
    }

    private static HttpRequest request(GatewayProcess gateway, int number) {
        String json =
                "{\"model\":\"recua-tiny\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello, number %d!\"}]}"
                        .formatted(number % 2 == 0, number);
        var address = gateway.address();
        return HttpRequest.newBuilder(
                        URI.create(
                                "http://127.0.0.1:" + address.getPort() + "/v1/chat/completions"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }
}
