package dev.recua.supervisor.engine.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Answers as GitHub's API and its download site do, on loopback.
final class FakeGitHub implements AutoCloseable {
    private static final String REPOSITORY = "/ggml-org/llama.cpp";

    /// How a path is answered.
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    FakeGitHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    ReleaseSite site(Optional<String> token) {
        var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ReleaseSite(base, base, "ggml-org/llama.cpp", token);
    }

    LlamaReleases releases() {
        return releases(Duration.ofSeconds(30));
    }

    LlamaReleases releases(Duration silence) {
        return new LlamaReleases(site(Optional.empty()), silence, Duration.ofMillis(1));
    }

    /// A file as the API describes it.
    static String asset(String name, byte[] content) {
        return asset(name, content.length, sha256(content));
    }

    static String asset(String name, long size, String sha256) {
        return "{\"name\":\"%s\",\"size\":%d,\"digest\":\"sha256:%s\"}"
                .formatted(name, size, sha256);
    }

    static String release(String tag, String... assets) {
        return "{\"tag_name\":\"%s\",\"assets\":[%s]}".formatted(tag, String.join(",", assets));
    }

    void latest(String json) {
        answers.put(
                "/repos" + REPOSITORY + "/releases/latest",
                ok(json.getBytes(StandardCharsets.UTF_8)));
    }

    void recent(String... releases) {
        String json = "[" + String.join(",", releases) + "]";
        answers.put("/repos" + REPOSITORY + "/releases", ok(json.getBytes(StandardCharsets.UTF_8)));
    }

    void tagged(String tag, String json) {
        answers.put(
                "/repos" + REPOSITORY + "/releases/tags/" + tag,
                ok(json.getBytes(StandardCharsets.UTF_8)));
    }

    void file(String tag, String name, byte[] content) {
        file(tag, name, ok(content));
    }

    void file(String tag, String name, Answer answer) {
        answers.put(REPOSITORY + "/releases/download/" + tag + "/" + name, answer);
    }

    void api(Answer answer) {
        answers.put("/repos" + REPOSITORY + "/releases/latest", answer);
    }

    static Answer ok(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /// Promises all and ends after `count` bytes.
    static Answer cut(byte[] content, int count) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, count);
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        };
    }

    /// Sends `count` bytes and then nothing more.
    Answer silent(byte[] content, int count) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, count);
            exchange.getResponseBody().flush();
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    Answer redirect(String tag, String name) {
        return exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", site(Optional.empty()).file(tag, name).toString());
            exchange.sendResponseHeaders(302, -1);
        };
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    long downloads() {
        return requests.stream()
                .filter(path -> path.endsWith(".tar.gz") || path.endsWith(".zip"))
                .count();
    }

    private void answer(HttpExchange exchange) {
        requests.add(exchange.getRequestURI().toString());
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .ifPresent(a -> authorizations.add(exchange.getRequestURI().getPath() + " " + a));
        try (exchange) {
            answers.getOrDefault(exchange.getRequestURI().getPath(), status(404)).to(exchange);
        } catch (IOException e) {
            exchange.close();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
