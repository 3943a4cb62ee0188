package dev.recua.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recua.gateway.fleet.Departure;
import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.fleet.Running;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

    /// A child that is ready at once and leaves when it is told.
    Running child() {
        var gone = new CompletableFuture<Departure>();
        return new Running() {
            @Override
            public long pid() {
                return ProcessHandle.current().pid();
            }

            @Override
            public int port() {
                return server.getAddress().getPort();
            }

            @Override
            public String apiKey() {
                return "training";
            }

            @Override
            public Instant startedAt() {
                return Instant.EPOCH;
            }

            @Override
            public String engine() {
                return "training";
            }

            @Override
            public List<String> args() {
                return List.of();
            }

            @Override
            public OptionalLong rss() {
                return OptionalLong.empty();
            }

            @Override
            public CompletableFuture<Optional<LoadFailure>> started() {
                return CompletableFuture.completedFuture(Optional.empty());
            }

            @Override
            public CompletableFuture<Departure> gone() {
                return gone;
            }

            @Override
            public void stop() {
                kill();
            }

            @Override
            public void terminate() {
                kill();
            }

            @Override
            public void kill() {
                gone.complete(Departure.of("training is over", OptionalInt.of(0), List.of()));
            }
        };
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
