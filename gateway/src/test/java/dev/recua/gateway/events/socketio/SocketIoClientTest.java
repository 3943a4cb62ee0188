package dev.recua.gateway.events.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.gateway.events.EventHub;
import dev.recua.gateway.events.Seats;
import dev.recua.gateway.events.StatusFeed;
import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.Visitor;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.models.catalogue.Catalogue;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Connections over a real socket, in a quick rhythm.
class SocketIoClientTest {
    private static final String QUERY = "/socket.io/?EIO=4&transport=websocket";
    private static final Visitor VISITOR =
            new Visitor("req-1", Dialect.OPENAI, Optional.empty(), _ -> {});
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATE = Duration.ofMinutes(5);
    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;
    private static final int FINAL = 0x80;

    private final Vertx vertx = Vertx.vertx();
    private final EventHub hub = new EventHub("e");
    private final Seats seats = new Seats(1);
    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    private final StatusFeed status =
            new StatusFeed(
                    hub,
                    new StatusFeed.Around(
                            Catalogue::empty,
                            () -> Schedule.EMPTY,
                            5,
                            Instant.EPOCH,
                            clock,
                            System::nanoTime));
    private HttpServer server;

    @BeforeEach
    void serve() {
        var rhythm = new SocketIo.Rhythm(SOON, SOON, LATE, SOON);
        var door = new SocketIo(new SocketIo.Parts(hub, status, seats, clock, () -> "id", rhythm));
        server =
                vertx.createHttpServer()
                        .requestHandler(request -> door.answer(request, VISITOR, "/socket.io/"))
                        .listen(0, "127.0.0.1")
                        .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void oneThatIsSilentIsSaidGoodbyeTo() throws Exception {
        try (var client = new Client()) {
            client.enter();

            assertThat(client.read()).isEqualTo("2");
            assertThat(client.read()).endsWith("ping timeout");
            assertThat(hub.subscribers()).isZero();
        }
    }

    /// Its goodbye would wait behind everything that it does not read.
    @Test
    void oneThatDoesNotReadIsCutOffAndItsPlaceIsFree() throws Exception {
        try (var client = new Client()) {
            client.enter();
            assertThat(seats.take()).isEmpty();

            assertThat(client.flood().get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);

            await().until(() -> hub.subscribers() == 0);
            assertThat(seats.take()).isPresent();
        }
    }

    @Test
    void aMessageMayComeInPartsAlsoInEmptyOnes() throws Exception {
        try (var client = new Client()) {
            assertThat(client.read()).startsWith("0{");
            client.send(TEXT, "");
            client.send(CONTINUATION, "4");
            client.send(CONTINUATION, "");
            client.send(CONTINUATION | FINAL, "0");

            assertThat(client.read()).startsWith("40{");
        }
    }

    @Test
    void partsThatAreTooMuchTogetherEndTheConnection() throws Exception {
        try (var client = new Client()) {
            assertThat(client.read()).startsWith("0{");
            client.send(TEXT, "2" + "x".repeat(40_000));
            client.send(CONTINUATION, "x".repeat(40_000));

            assertThat(client.read()).contains("at most 65536 bytes");
        }
    }

    /// One connection, frame by frame.
    private final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Client() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
            socket.setSoTimeout(20_000);
            in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + QUERY
                                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                                    .getBytes(UTF_8));
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readUnsignedByte());
            assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
        }

        void enter() throws IOException {
            assertThat(read()).startsWith("0{");
            send(TEXT | FINAL, "40");
            assertThat(read()).startsWith("40{");
            assertThat(read()).startsWith("42[\"message\"");
            assertThat(read()).startsWith("42[\"llamaStatus\"");
        }

        /// The next frame of whatever kind; a goodbye has its code first.
        String read() throws IOException {
            in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) length = in.readUnsignedShort();
            return new String(in.readNBytes(length), UTF_8);
        }

        /// With a mask of zeros.
        void send(int first, String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            boolean small = bytes.length < 126;
            var frame = ByteBuffer.allocate((small ? 6 : 8) + bytes.length).put((byte) first);
            if (small) frame.put((byte) (0x80 | bytes.length));
            else frame.put((byte) (0x80 | 126)).putShort((short) bytes.length);
            socket.getOutputStream().write(frame.putInt(0).put(bytes).array());
        }

        /// Asks for large answers and reads none; what ended it.
        CompletableFuture<Exception> flood() {
            String large = "2" + "x".repeat(60_000);
            var ended = new CompletableFuture<Exception>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    while (true) send(TEXT | FINAL, large);
                                } catch (IOException cutOff) {
                                    ended.complete(cutOff);
                                }
                            });
            return ended;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
