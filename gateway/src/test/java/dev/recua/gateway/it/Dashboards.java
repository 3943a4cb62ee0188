package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// The two clients of `src/test/npm/socketio.mjs`: what each has seen, in order, and orders to
/// them.
final class Dashboards implements AutoCloseable {
    static final List<String> BOTH = List.of("a", "b");
    private static final long LIMIT_SECONDS = 30;

    private final Process node;
    private final Writer orders;
    private final Map<String, BlockingQueue<JsonNode>> seen =
            Map.of("a", new LinkedBlockingQueue<>(), "b", new LinkedBlockingQueue<>());

    private Dashboards(Process node) {
        this.node = node;
        this.orders = node.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    /// Starts them; they connect by themselves.
    static Dashboards open(RunningGateway gateway) {
        Path script = NodeClients.installed().resolve("socketio.mjs");
        try {
            return new Dashboards(
                    gateway.recua()
                            .processBuilder(
                                    List.of("node", script.toString(), gateway.url().toString()))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void tell(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The data of the next thing that this client has seen, which must be that.
    JsonNode next(String client, String event) {
        JsonNode next = next(client);
        assertThat(next.path("event").asString()).as(next.toString()).isEqualTo(event);
        return next.path("data");
    }

    /// The data of the first thing of this kind that it sees from now on.
    JsonNode until(String client, String event) {
        while (true) {
            JsonNode next = next(client);
            if (next.path("event").asString().equals(event)) return next.path("data");
        }
    }

    /// What both have seen and nobody has looked at.
    int waiting() {
        return seen.values().stream().mapToInt(BlockingQueue::size).sum();
    }

    @Override
    public void close() {
        try {
            tell("end");
            if (!node.waitFor(10, TimeUnit.SECONDS)) node.destroyForcibly();
        } catch (InterruptedException e) {
            node.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException endedAlready) {
            node.destroyForcibly();
        }
    }

    private JsonNode next(String client) {
        try {
            JsonNode next = queue(client).poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("client " + client + " saw nothing more");
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = Caller.JSON.readTree(line);
                queue(event.path("client").asString()).add(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlockingQueue<JsonNode> queue(String client) {
        return java.util.Objects.requireNonNull(seen.get(client), client);
    }
}
