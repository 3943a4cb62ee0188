package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.wire.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Clients of Socket.IO on a plain WebSocket, frame by frame.
class SocketIoTest {
    private static final String QUERY = "?EIO=4&transport=websocket";
    private static final String CHAT = "/v1/chat/completions";
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";
    private static final long FLOOD = 200L * 1024 * 1024;
    private static final String ASK = "42[\"requestLlamaStatus\"]";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void closeTheHouse() {
        house.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/llamaproxws", "/llamaproxws/", "/socket.io", "/socket.io/"})
    void aClientIsGreetedAndToldTheStatus(String path) throws Exception {
        house.open(folder);
        try (var socket = open(path + QUERY)) {
            JsonNode open = socket.json("0");
            assertThat(open.path("sid").asString()).hasSize(20);
            assertThat(open.path("upgrades")).isEmpty();
            assertThat(open.path("pingInterval").asInt()).isEqualTo(25_000);
            assertThat(open.path("pingTimeout").asInt()).isEqualTo(60_000);
            assertThat(open.path("maxPayload").asInt()).isEqualTo(65_536);

            socket.send("40");
            String sid = socket.json("40").path("sid").asString();
            JsonNode greeting = socket.event("message");
            JsonNode status = socket.event("llamaStatus");

            assertThat(greeting.path("type").asString()).isEqualTo("connection");
            assertThat(greeting.path("clientId").asString()).isEqualTo(sid);
            assertThat(greeting.path("message").asString()).isNotBlank();
            assertThat(greeting.path("llamaStatus").asString()).isEqualTo("ready");
            assertThat(greeting.path("timestamp").asString()).endsWith("Z");
            assertThat(status.path("type").asString()).isEqualTo("llama_status");
            assertThat(status.at("/data/status").asString()).isEqualTo("ready");
            assertThat(status.at("/data/models")).hasSize(2);
            assertThat(status.path("timestamp").asLong()).isPositive();
        }
        await().until(() -> house.gateway().listeners() == 0);
    }

    @Test
    void whatChangesIsToldToAllAndAnAnswerToOneAlone() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        try (var one = entered();
                var other = entered()) {
            one.send(ASK);
            assertThat(one.event("llamaStatus").at("/data/status").asString()).isEqualTo("ready");
            one.send("427[\"requestLlamaStatus\"]");
            one.event("llamaStatus");
            JsonNode answer = one.json("437");
            assertThat(answer.at("/0/data/status").asString()).isEqualTo("ready");
            one.send("42[\"requestMetrics\"]");

            house.post(CHAT, CHAT_A);

            for (var socket : List.of(one, other)) {
                assertThat(socket.event("llamaStatus").at("/data/status").asString())
                        .isEqualTo("starting");
                assertThat(socket.event("llamaStatus").at("/data/models/0/status").asString())
                        .isEqualTo("ready");
            }
        }
    }

    @Test
    void aBrokenFrameEndsThatClientAlone() throws Exception {
        house.open(folder);
        try (var good = entered();
                var bad = entered();
                var binary = entered();
                var large = entered()) {
            bad.send("42{");
            assertThat(bad.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1007);
            var _ = binary.socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true);
            assertThat(binary.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1003);
            large.send("42[\"x\",\"" + "x".repeat(70_000) + "\"]");
            assertThat(large.closed.get(10, TimeUnit.SECONDS)).isNotEqualTo(1000);

            good.send(ASK);
            assertThat(good.event("llamaStatus").path("type").asString()).isEqualTo("llama_status");
        }
    }

    @Test
    void whoAsksWithoutReadingIsNotHeardUntilItReadsAndHoldsUpNobody() throws Exception {
        house.open(folder);
        try (var good = entered();
                var raw =
                        house.send(
                                "GET /socket.io/"
                                        + QUERY
                                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")) {
            var out = raw.getOutputStream();
            readUntil(raw, "}"); // the open packet: from now on frames are taken
            out.write(masked("40"));
            var written = new AtomicLong();
            Thread.ofVirtual().start(() -> flood(out, written));
            long held = stableValue(written);
            assertThat(held).isLessThan(FLOOD);
            for (int i = 0; i < 20; i++) {
                good.send(ASK);
                assertThat(good.event("llamaStatus").path("type").asString())
                        .isEqualTo("llama_status");
            }
            assertThat(stableValue(written))
                    .as("not cut off, and held back")
                    .isBetween(held, FLOOD - 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?EIO=4&transport=polling         | {\"code\":0,\"message\":\"Transport unknown\"}",
                "?EIO=4                           | {\"code\":0,\"message\":\"Transport unknown\"}",
                "?EIO=4&transport=websocket&sid=x | {\"code\":1,\"message\":\"Session ID unknown\"}",
                "?EIO=4&transport=websocket       | {\"code\":3,\"message\":\"Bad request\"}",
            })
    void anythingButAWebSocketIsRefusedInTheWordsOfTheProtocol(String query, String body)
            throws Exception {
        house.open(folder);

        var answer = house.get("/socket.io/" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(house.post("/socket.io/" + QUERY, "").body()).contains("\"code\":2");
    }

    @Test
    void anotherVersionOfTheProtocolIsRefused() throws Exception {
        house.open(folder);

        assertThat(refused("/socket.io/?EIO=3&transport=websocket")).isEqualTo(400);
    }

    @Test
    void foreignPagesAndWhoHasNoKeyDoNotGetIn() throws Exception {
        house.apiKey("secret-of-this-house").open(folder);
        String own = "http://127.0.0.1:" + house.gateway().port();
        String[] key = {"X-Api-Key", "secret-of-this-house"};

        assertThat(refused("/socket.io/" + QUERY)).isEqualTo(401);
        assertThat(refused("/socket.io/" + QUERY, key[0], key[1], "Origin", "https://evil.example"))
                .isEqualTo(403);
        assertThat(
                        refused(
                                "/socket.io/" + QUERY,
                                key[0],
                                key[1],
                                "Origin",
                                "http://localhost:3000"))
                .isEqualTo(403);
        try (var socket = open("/socket.io/" + QUERY, key[0], key[1], "Origin", own)) {
            assertThat(socket.json("0").path("sid").asString()).isNotBlank();
        }
        try (var socket =
                open("/socket.io/" + QUERY, "Authorization", "Bearer secret-of-this-house")) {
            assertThat(socket.json("0").path("sid").asString()).isNotBlank();
        }
    }

    private Client entered() throws Exception {
        Client socket = open("/socket.io/" + QUERY);
        socket.json("0");
        socket.send("40");
        socket.json("40");
        socket.event("message");
        socket.event("llamaStatus");
        return socket;
    }

    private Client open(String path, String... headers) {
        return new Client(builder(headers), uri(path));
    }

    private int refused(String path, String... headers) {
        try (var _ = open(path, headers)) {
            return 101;
        } catch (CompletionException e) {
            return e.getCause() instanceof WebSocketHandshakeException refused
                    ? refused.getResponse().statusCode()
                    : 0;
        }
    }

    private WebSocket.Builder builder(String... headers) {
        var builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) builder.header(headers[i], headers[i + 1]);
        return builder;
    }

    private URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + house.gateway().port() + path);
    }

    private static void readUntil(Socket socket, String end) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) read.append((char) socket.getInputStream().read());
    }

    /// Asks for the status again and again, some frames at a time.
    private static void flood(OutputStream out, AtomicLong written) {
        var frames = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000; i++) frames.writeBytes(masked(ASK));
        byte[] piece = frames.toByteArray();
        try {
            while (written.get() < FLOOD) {
                out.write(piece);
                written.addAndGet(piece.length);
            }
        } catch (IOException cutOff) {
            written.set(-1);
        }
    }

    /// The value once it has stopped changing.
    private static long stableValue(AtomicLong value) {
        var before = new AtomicLong(-1);
        await().pollInterval(500, TimeUnit.MILLISECONDS)
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> before.getAndSet(value.get()) == value.get() && value.get() != 0);
        return value.get();
    }

    /// A text frame as a client sends it, with a mask of zeros.
    private static byte[] masked(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(6 + bytes.length);
        return frame.put((byte) 0x81)
                .put((byte) (0x80 | bytes.length))
                .putInt(0)
                .put(bytes)
                .array();
    }

    /// One connection.
    private static final class Client implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        final WebSocket socket;

        Client(WebSocket.Builder builder, URI uri) {
            socket = builder.buildAsync(uri, this).join();
        }

        void send(String frame) {
            socket.sendText(frame, true).join();
        }

        /// The next frame, which must begin so, and be JSON after that.
        JsonNode json(String begin) throws InterruptedException {
            String frame = frames.poll(10, TimeUnit.SECONDS);
            assertThat(frame).startsWith(begin);
            return WireJson.mapper().readTree(("" + frame).substring(begin.length()));
        }

        JsonNode event(String name) throws InterruptedException {
            JsonNode event = json("42");
            assertThat(event.path(0).asString()).isEqualTo(name);
            return event.path(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                frames.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
