package dev.recua.client.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A gateway of which each connection goes as a test has written it down, in order.
final class EventServer implements AutoCloseable {
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;

    /// What came: the path with its query, and `Last-Event-ID`.
    final List<String> requests = new CopyOnWriteArrayList<>();

    /// How one connection goes.
    interface Script {
        void play(HttpExchange exchange, EventServer server)
                throws IOException, InterruptedException;
    }

    EventServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::play);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void play(HttpExchange exchange) throws IOException {
        @Nullable String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        requests.add(
                exchange.getRequestURI()
                        + Optional.ofNullable(last).map(it -> " " + it).orElse(""));
        @Nullable Script script = scripts.poll();
        try (exchange) {
            if (script == null) exchange.sendResponseHeaders(503, -1);
            else script.play(exchange, this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next connection sends this and ends as it should.
    EventServer sends(String events) {
        return then((exchange, server) -> write(exchange, events));
    }

    /// The next connection sends this and then is silent until its client leaves or the test ends.
    EventServer sendsAndStays(String events) {
        return then(
                (exchange, server) -> {
                    write(exchange, events);
                    server.end.await();
                });
    }

    /// The next connection answers that.
    EventServer refuses(int status, String retryAfter) {
        return then(
                (exchange, server) -> {
                    if (!retryAfter.isEmpty()) {
                        exchange.getResponseHeaders().set("Retry-After", retryAfter);
                    }
                    exchange.sendResponseHeaders(status, -1);
                });
    }

    EventServer then(Script script) {
        scripts.add(script);
        return this;
    }

    static void write(HttpExchange exchange, String events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        body.write(events.getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    static String event(String id, String name, String data) {
        return "id: %s\nevent: %s\ndata: %s\n\n".formatted(id, name, data);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
