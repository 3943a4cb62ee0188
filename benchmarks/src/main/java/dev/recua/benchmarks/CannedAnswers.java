package dev.recua.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server that answers each question with the same streamed answer, all of it at once: what a
/// client then needs is its own time, and that of the loopback.
final class CannedAnswers implements AutoCloseable {
    private static final String EVENT =
            "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":%s}]}\n\n";

    private final HttpServer server;
    private final ExecutorService threads;

    private CannedAnswers(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /// One that answers at `/v1/chat/completions`.
    ///
    /// @param events     with text
    /// @param eventBytes of each of them, its empty line included
    static CannedAnswers start(int events, int eventBytes) throws IOException {
        // Else the end of an answer waits 40 ms for the client's system to acknowledge the rest.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        byte[] answer = answer(events, eventBytes);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> send(exchange, answer));
        server.start();
        return new CannedAnswers(server, threads);
    }

    private static byte[] answer(int events, int eventBytes) {
        int rest = eventBytes - EVENT.formatted("", "null").length();
        if (rest < 1) throw new IllegalArgumentException("no room for text in " + eventBytes);
        String text = "llama ".repeat(rest / 6 + 1).substring(0, rest);
        return (EVENT.formatted(text, "null").repeat(events)
                        + EVENT.formatted("", "\"stop\"")
                        + "data: [DONE]\n\n")
                .getBytes(UTF_8);
    }

    private static void send(HttpExchange exchange, byte[] answer) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0); // 0: in chunks
            exchange.getResponseBody().write(answer);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
