package dev.recua.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// WebSockets through `/upstream` (llama-swap's row 42): bytes both ways, as they come.
@Timeout(30)
class WebSocketTunnelTest {
    private static final String AGREED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: agreed\r\nServer: engine\r\n\r\n";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void bytesPassBothWaysAndTheEngineGetsItsKey() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    out.write((AGREED + "hello").getBytes(US_ASCII));
                    out.flush();
                    out.input().transferTo(out);
                });
        house.open(folder);

        try (Socket client = open("/upstream/a:1b/ws?x=%2F", "X-Request-Id: ws-1\r\n")) {
            String head = head(client.getInputStream());
            assertThat(head)
                    .startsWith("HTTP/1.1 101 ")
                    .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                    .containsIgnoringCase("\r\nconnection: upgrade\r\n")
                    .contains("Sec-WebSocket-Accept: agreed", "X-Recua-Model: a:1b", "ws-1")
                    .doesNotContain("Server:");
            assertThat(read(client, 5)).isEqualTo("hello");
            client.getOutputStream().write("\r\nanything\u0001".getBytes(US_ASCII));
            assertThat(read(client, 11)).isEqualTo("\r\nanything\u0001");
        }
        var engine = house.engines().getFirst();
        assertThat(engine.heads.peek())
                .startsWith("GET /ws?x=%2F HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                .containsIgnoringCase("\r\nconnection: upgrade\r\n")
                .containsIgnoringCase("\r\nsec-websocket-key: dGVzdA==\r\n")
                .containsIgnoringCase("authorization: Bearer " + engine.apiKey().orElseThrow())
                .doesNotContainIgnoringCase("\r\norigin:");
    }

    /// llama-swap's row 8: a WebSocket does not hold a model.
    @Test
    void anOpenWebSocketHoldsNoLease() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    out.write(AGREED.getBytes(US_ASCII));
                    out.flush();
                    out.input().transferTo(out);
                });
        house.open(folder);

        try (Socket client = open("/upstream/a:1b/ws", "")) {
            head(client.getInputStream());
            await().until(() -> house.loaded("a:1b").orElseThrow().idle());
            client.getOutputStream().write('x');
            assertThat(read(client, 1)).isEqualTo("x");
        }
    }

    @Test
    void whenTheEngineEndsItsLastBytesArriveAndTheTunnelIsClosed() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    out.write((AGREED + "last words").getBytes(US_ASCII));
                    out.flush();
                    engine.terminate();
                });
        house.open(folder);

        try (Socket client = open("/upstream/a:1b/ws", "")) {
            head(client.getInputStream());
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("last words");
        }
    }

    @Test
    void whenTheClientLeavesTheEnginesConnectionIsClosed() throws Exception {
        var left = new CompletableFuture<Void>();
        house.engine(
                (engine, head, out) -> {
                    out.write(AGREED.getBytes(US_ASCII));
                    out.flush();
                    out.awaitClosed();
                    left.complete(null);
                });
        house.open(folder);

        try (Socket client = open("/upstream/a:1b/ws", "")) {
            head(client.getInputStream());
        }

        left.get(5, TimeUnit.SECONDS);
    }

    @Test
    void whoReadsSlowlyHoldsTheOtherSideBackAndLosesNothing() throws Exception {
        byte[] much = new byte[24 * 1024 * 1024];
        new Random(42).nextBytes(much);
        var written = new AtomicLong();
        house.engine(
                (engine, head, out) -> {
                    out.write(AGREED.getBytes(US_ASCII));
                    for (int at = 0; at < much.length; at += 64 * 1024) {
                        out.write(much, at, 64 * 1024);
                        written.set(at + 64 * 1024);
                    }
                    out.drop();
                });
        house.open(folder);

        try (Socket client = open("/upstream/a:1b/ws", "")) {
            head(client.getInputStream());
            long held = stableValue(written);
            assertThat(held).isLessThan(much.length);
            assertThat(client.getInputStream().readNBytes(much.length / 2))
                    .isEqualTo(java.util.Arrays.copyOf(much, much.length / 2));
        }
    }

    @Test
    void anAnswerOtherThanYesPassesAsAnyAnswer() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    out.write(
                            "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\nX-Why: no\r\n\r\nno"
                                    .getBytes(US_ASCII));
                    out.flush();
                });
        house.open(folder);

        try (Socket client = open("/upstream/a:1b/ws", "")) {
            assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 426 ").contains("X-Why");
            assertThat(read(client, 2)).isEqualTo("no");
        }
        await().until(() -> house.loaded("a:1b").orElseThrow().idle());
    }

    @Test
    void aForeignPageOpensNoWebSocketAndALocalApplicationDoes() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    out.write(AGREED.getBytes(US_ASCII));
                    out.flush();
                    out.awaitClosed();
                });
        house.open(folder);

        try (Socket evil = open("/upstream/a:1b/ws", "Origin: https://evil.example\r\n")) {
            assertThat(head(evil.getInputStream())).startsWith("HTTP/1.1 403 ");
        }
        assertThat(house.launches()).isZero();
        try (Socket app = open("/upstream/a:1b/ws", "Origin: http://localhost:3000\r\n")) {
            assertThat(head(app.getInputStream())).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void onlyUpstreamTunnels() throws Exception {
        house.engine((engine, head, out) -> PlayedEngine.json(out, "{}"));
        house.open(folder);

        try (Socket client = open("/props?model=a:1b", "")) {
            assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
        assertThat(house.engines().getFirst().heads.peek()).doesNotContainIgnoringCase("upgrade");
    }

    private Socket open(String path, String headers) throws IOException {
        return house.send(
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive, Upgrade\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGVzdA==\r\nAuthorization: Bearer mine\r\n"
                        + headers
                        + "\r\n");
    }

    /// The value once it has stopped changing.
    private static long stableValue(AtomicLong value) {
        var before = new AtomicLong(-1);
        await().pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() -> before.getAndSet(value.get()) == value.get() && value.get() > 0);
        return value.get();
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) return head + "<end>";
            head.append((char) next);
        }
        return head.toString();
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), US_ASCII);
    }
}
