package dev.recua.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.fleet.Running;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.Model;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Plays an engine for [AotTraining]: a build has none. Answers every request with a short chat
/// completion, streamed where it is asked for.
final class TrainingEngine implements Fingerprints, AutoCloseable {
    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hello.\"}}]}";
    private static final String EVENT =
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

    private final HttpServer server;
    private final ExecutorService threads;

    private TrainingEngine(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static TrainingEngine open() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(address, 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", TrainingEngine::answer);
        server.start();
        return new TrainingEngine(server, threads);
    }

    /// A server that is ready at once and leaves when it is told.
    Running child() {
        return new Running(new Played(server.getAddress()), "training", OptionalLong::empty);
    }

    private record Played(InetSocketAddress address, CompletableFuture<Exit> exited)
            implements Server {
        Played(InetSocketAddress address) {
            this(address, new CompletableFuture<>());
        }

        @Override
        public CompletableFuture<StartOutcome> launch() {
            return CompletableFuture.completedFuture(
                    new StartOutcome.Ready(
                            ProcessHandle.current().pid(), address.getPort(), Duration.ZERO));
        }

        @Override
        public CompletableFuture<Exit> stop(Duration grace) {
            return kill();
        }

        @Override
        public CompletableFuture<Exit> terminate() {
            return kill();
        }

        @Override
        public CompletableFuture<Exit> kill() {
            exited.complete(new Exit(0, true, Instant.now(), Duration.ZERO, List.of()));
            return exited;
        }

        @Override
        public URI baseUrl() {
            return URI.create("http://127.0.0.1:" + address.getPort());
        }

        @Override
        public Optional<String> apiKey() {
            return Optional.of("training");
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.of(ProcessHandle.current().pid());
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public List<String> args() {
            return List.of();
        }

        @Override
        public List<String> lastLines(int n) {
            return List.of();
        }

        @Override
        public boolean adopted() {
            return false;
        }
    }

    @Override
    public Terms terms(Model model) {
        return new Terms(model.fingerprint(), 1, Duration.ZERO);
    }

    @Override
    public String engine() {
        return "training";
    }

    @Override
    public CompletableFuture<String> engineAfresh() {
        return CompletableFuture.completedFuture(engine());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean stream = asked.contains("\"stream\":true");
            String type = stream ? "text/event-stream" : "application/json";
            byte[] body = (stream ? EVENT.repeat(5) : ANSWER).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, stream ? 0 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
