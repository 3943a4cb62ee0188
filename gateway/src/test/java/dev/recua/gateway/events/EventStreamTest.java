package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recua.client.admin.GatewayInfo;
import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.Visitor;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.models.catalogue.Catalogue;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stream over a real connection: comments, and a client that does not read.
class EventStreamTest {
    private static final Visitor VISITOR =
            new Visitor("req-1", Dialect.OPENAI, Optional.empty(), _ -> {});

    private final Vertx vertx = Vertx.vertx();
    private final EventHub hub = new EventHub("e");
    private HttpServer server;

    /// So large that few of them fill every buffer between the two sides.
    private record Large(String text) {}

    @BeforeEach
    void serve() {
        serve(Duration.ofSeconds(30));
    }

    private void serve(Duration patience) {
        var info = new GatewayInfo("1", "http://localhost", 1, "now", null, Map.of());
        var clock = InstantSource.fixed(Instant.EPOCH);
        var streams =
                new EventStreams(
                        hub,
                        status(clock),
                        new LogFeed(clock),
                        new Seats(2),
                        () -> info,
                        Duration.ofMillis(20),
                        patience);
        server =
                vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(16 * 1024))
                        .requestHandler(request -> streams.events(request, VISITOR, Only.ALL))
                        .listen(0, "127.0.0.1")
                        .await();
    }

    private StatusFeed status(InstantSource clock) {
        return new StatusFeed(
                hub,
                new StatusFeed.Around(
                        Catalogue::empty,
                        () -> Schedule.EMPTY,
                        5,
                        Instant.EPOCH,
                        clock,
                        System::nanoTime));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void commentsComeWhileNothingHappens() throws Exception {
        try (var socket = open("GET");
                var in = reader(socket)) {
            List<String> ids = new ArrayList<>();
            int comments = 0;
            while (comments < 3) {
                String line = in.readLine();
                if (line.startsWith("id: ")) ids.add(line);
                if (line.equals(":")) comments++;
            }
            assertThat(ids).containsExactly("id: e-1");
        }
        await().until(() -> hub.subscribers() == 0);
    }

    @Test
    void whoDoesNotReadIsToldToBeginAnewAndHoldsUpNobody() throws Exception {
        String text = "x".repeat(64 * 1024);
        try (var socket = open("GET");
                var in = reader(socket)) {
            List<String> events = new ArrayList<>();
            while (!events.contains("event: snapshot")) {
                String line = in.readLine();
                if (line.startsWith("id: ") || line.startsWith("event: ")) events.add(line);
            }
            for (int i = 0; i < 700; i++) hub.publish("host", new Large(text));

            while (!events.contains("id: e-701")) {
                String line = in.readLine();
                if (line.startsWith("id: ") || line.startsWith("event: ")) events.add(line);
            }
            assertThat(events).startsWith("id: e-1", "event: snapshot");
            events.add(in.readLine());
            // how often it fell behind depends on what the system takes meanwhile
            assertThat(events.stream().filter("event: snapshot"::equals).count()).isBetween(2L, 6L);
            assertThat(events).hasSizeLessThan(1_400);
        }
    }

    @Test
    void whoTakesNothingForAWhileLosesItsPlace() throws Exception {
        server.close().await();
        serve(Duration.ofMillis(500));
        try (var socket = open("GET")) {
            await().until(() -> hub.subscribers() == 1);
            for (int i = 0; i < 100; i++) hub.publish("host", new Large("x".repeat(64 * 1024)));

            await().until(() -> hub.subscribers() == 0);
            assertThatThrownBy(
                            () -> {
                                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                                throw new EOFException("closed");
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoReadsSlowlyKeepsItsPlace() throws Exception {
        server.close().await();
        serve(Duration.ofMillis(500));
        try (var socket = open("GET")) {
            await().until(() -> hub.subscribers() == 1);
            for (int i = 0; i < 100; i++) hub.publish("host", new Large("x".repeat(64 * 1024)));
            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            await().pollInterval(Duration.ofMillis(20))
                    .until(
                            () -> {
                                assertThat(socket.getInputStream().readNBytes(16 * 1024))
                                        .hasSize(16 * 1024);
                                return System.nanoTime() > end;
                            });

            assertThat(hub.subscribers()).isEqualTo(1);
        }
    }

    @Test
    void whoAsksForTheHeadAloneDoesNotListen() throws Exception {
        try (var socket = open("HEAD");
                var in = reader(socket)) {
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(hub.subscribers()).isZero();
        }
    }

    /// The version that proxies speak which were told nothing else.
    @Test
    void aClientOfHttp10GetsTheStreamWithoutChunks() throws Exception {
        try (var socket = open("GET", "1.0");
                var in = reader(socket)) {
            List<String> lines = new ArrayList<>();
            while (!lines.contains("event: snapshot")) lines.add(in.readLine());

            assertThat(lines)
                    .contains("connection: close")
                    .containsSubsequence("", ":", "id: e-1", "event: snapshot")
                    .noneMatch(line -> line.contains("chunked"))
                    .noneMatch(line -> line.matches("[0-9a-f]+"));
        }
        await().until(() -> hub.subscribers() == 0);
    }

    @Test
    void oneMoreThanThereArePlacesIsRefusedUntilOneLeaves() throws Exception {
        try (var _ = open("GET")) {
            await().until(() -> hub.subscribers() == 1);
            try (var _ = open("GET")) {
                await().until(() -> hub.subscribers() == 2);
                var in = reader(open("GET"));
                List<String> lines = new ArrayList<>();
                while (!lines.contains("")) lines.add(in.readLine());

                assertThat(lines).contains("HTTP/1.1 429 Too Many Requests", "Retry-After: 5");
                assertThat(hub.subscribers()).isEqualTo(2);
                in.close();
            }
            await().until(() -> hub.subscribers() == 1);
            try (var again = open("GET");
                    var in = reader(again)) {
                assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    private Socket open(String method) throws IOException {
        return open(method, "1.1");
    }

    private Socket open(String method, String version) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(30_000);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
        socket.getOutputStream()
                .write(
                        (method + " / HTTP/" + version + "\r\nHost: x\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
