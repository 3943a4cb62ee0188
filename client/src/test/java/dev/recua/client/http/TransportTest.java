package dev.recua.client.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.fake.FakeHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(30)
class TransportTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    private final FakeHttp server = FakeHttp.open();
    private final Transport transport =
            Transport.of(
                    ProviderType.LLAMA_CPP, server.address(), Optional.of(Secret.of("sesame")));

    @AfterEach
    void stop() {
        transport.close();
        server.close();
    }

    @Test
    void aRequestIsPlainHttp11WithKeyAndKindOfBody() throws Exception {
        server.on("/tokenize", (request, wire) -> wire.json(200, "{\"tokens\":[1,2]}"));

        JsonNode answer =
                transport.ask(HttpCall.post("/tokenize", Map.of("content", "a b")), JsonNode.class);

        assertThat(answer.path("tokens").size()).isEqualTo(2);
        FakeHttp.Request request = server.requests().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.body()).isEqualTo("{\"content\":\"a b\"}");
        assertThat(request.header("authorization")).hasValue("Bearer sesame");
        assertThat(request.header("content-type")).hasValue("application/json");
        assertThat(request.headers()).doesNotContainKeys("upgrade", "http2-settings");
    }

    @Test
    void aConnectionServesManyRequests() throws Exception {
        server.on("/a", (request, wire) -> wire.json(200, "1"));

        for (int i = 0; i < 10; i++) transport.text(HttpCall.get("/a"));

        assertThat(server.connections()).isEqualTo(1);
        assertThat(transport.pool().counts()).isEqualTo(new ConnectionPool.Counts(0, 1, 0, 1));
    }

    @Test
    void aPostThatAnIdleConnectionTakesDownTravelsAgainOnANewOne() throws Exception {
        var asked = new AtomicInteger();
        server.on(
                "/a",
                (request, wire) -> {
                    if (asked.incrementAndGet() == 2) wire.reset();
                    else wire.json(200, "\"answer\"");
                });

        assertThat(transport.text(HttpCall.post("/a", 1))).isEqualTo("\"answer\"");
        assertThat(transport.text(HttpCall.post("/a", 2))).isEqualTo("\"answer\"");

        assertThat(server.requests())
                .extracting(FakeHttp.Request::connection)
                .containsExactly(1, 1, 2);
        assertThat(server.requests())
                .extracting(FakeHttp.Request::body)
                .containsExactly("1", "2", "2");
    }

    /// A server that dies of a prompt would else die of it twice.
    @Test
    void aPostThatAServerHadForAWhileIsNotSentAgain() throws Exception {
        var now = new AtomicReference<>(Instant.EPOCH);
        var asked = new AtomicInteger();
        server.on(
                "/a",
                (request, wire) -> {
                    if (asked.incrementAndGet() == 1) {
                        wire.json(200, "1");
                    } else {
                        now.set(Instant.EPOCH.plusSeconds(3));
                        wire.reset();
                    }
                });
        try (var pool =
                        ConnectionPool.of(
                                ConnectionPool.Limits.DEFAULT, Tls.usual(), () -> now.get());
                var kept =
                        Transport.over(
                                pool, ProviderType.LLAMA_CPP, server.address(), Optional.empty())) {
            kept.text(HttpCall.post("/a", 1));

            assertThatThrownBy(() -> kept.text(HttpCall.post("/a", 2)))
                    .isInstanceOf(LlmException.ConnectionFailed.class);
        }

        assertThat(server.requests()).extracting(FakeHttp.Request::body).containsExactly("1", "2");
    }

    @Test
    void aPostThatANewConnectionTakesDownIsNotSentAgain() {
        server.on("/a", (request, wire) -> wire.reset());

        assertThatThrownBy(() -> transport.text(HttpCall.post("/a", 1)))
                .isInstanceOf(LlmException.ConnectionFailed.class);

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aServerThatClosesTheConnectionWithItsAnswerIsAskedOnANewOne() throws Exception {
        server.on(
                "/a",
                (request, wire) -> {
                    wire.whole(200, "application/json", "1", "Connection: close");
                    wire.hangUp();
                });

        transport.text(HttpCall.post("/a", 1));
        assertThat(transport.pool().counts().idle()).isZero();
        transport.text(HttpCall.post("/a", 2));

        assertThat(server.requests())
                .extracting(FakeHttp.Request::connection)
                .containsExactly(1, 2);
    }

    @Test
    void theWholeAnswerMustComeInTimeNotOnlyItsHead() throws Exception {
        var left = new CompletableFuture<Boolean>();
        server.on(
                "/a",
                (request, wire) -> {
                    wire.begin(200, "application/json");
                    wire.chunk("{\"a\":");
                    wire.awaitLeft();
                    left.complete(true);
                });

        Throwable thrown = catchThrowable(() -> transport.text(HttpCall.get("/a").within(SHORT)));

        assertThat(thrown).isInstanceOf(LlmException.TimedOut.class);
        assertThat(left.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServerThatNeverAnswersTimesOutAndIsLeft() throws Exception {
        var left = new CompletableFuture<Boolean>();
        server.on(
                "/a",
                (request, wire) -> {
                    wire.awaitLeft();
                    left.complete(true);
                });

        assertThatThrownBy(() -> transport.text(HttpCall.post("/a", 1).within(SHORT)))
                .isInstanceOf(LlmException.TimedOut.class);

        assertThat(left.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(server.requests()).hasSize(1);
        assertThat(transport.pool().counts().active()).isZero();
    }

    @Test
    void anAnswerThatStillSpeaksIsNeverCut() throws Exception {
        server.on(
                "/a",
                (request, wire) -> {
                    wire.begin(200, "text/plain");
                    for (int i = 0; i < 8; i++) {
                        wire.chunk("x");
                        wire.silent(Duration.ofMillis(150));
                    }
                    wire.end();
                });
        HttpCall call = HttpCall.get("/a").with(Patience.silence(Duration.ofSeconds(1)));

        try (RawAnswer answer = transport.accepted(call)) {
            assertThat(answer.body().readAllBytes()).asString(UTF_8).isEqualTo("xxxxxxxx");
        }
    }

    @Test
    void anAnswerThatFallsSilentEndsWithATimeout() throws Exception {
        var left = new CompletableFuture<Boolean>();
        server.on(
                "/a",
                (request, wire) -> {
                    wire.begin(200, "text/plain");
                    wire.chunk("x");
                    wire.awaitLeft();
                    left.complete(true);
                });

        try (RawAnswer answer =
                transport.accepted(HttpCall.get("/a").with(Patience.silence(SHORT)))) {
            assertThat(answer.body().read()).isEqualTo('x');
            for (int again = 0; again < 2; again++)
                assertThatThrownBy(() -> answer.body().read())
                        .isInstanceOf(HttpTimeoutException.class)
                        .hasMessage("nothing came for 150 ms");
        }
        assertThat(left.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptEndsTheRequestAtOnce() throws Exception {
        var arrived = new CompletableFuture<Void>();
        var left = new CompletableFuture<Boolean>();
        server.on(
                "/a",
                (request, wire) -> {
                    arrived.complete(null);
                    wire.awaitLeft();
                    left.complete(true);
                });
        var thrown = new CompletableFuture<Throwable>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        thrown.complete(
                                                catchThrowable(
                                                        () -> transport.text(HttpCall.get("/a")))));
        arrived.get(5, TimeUnit.SECONDS);

        caller.interrupt();

        assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(left.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingEndsWhatIsAskedAndWhatIsRead() throws Exception {
        var arrived = new CountDownLatch(2);
        var left = new CountDownLatch(2);
        server.on(
                "/silent",
                (request, wire) -> {
                    arrived.countDown();
                    wire.awaitLeft();
                    left.countDown();
                });
        server.on(
                "/half",
                (request, wire) -> {
                    wire.begin(200, "text/plain");
                    wire.chunk("x");
                    arrived.countDown();
                    wire.awaitLeft();
                    left.countDown();
                });
        var thrown = new CompletableFuture<Throwable>();
        Thread.ofVirtual()
                .start(
                        () ->
                                thrown.complete(
                                        catchThrowable(
                                                () -> transport.text(HttpCall.get("/silent")))));
        RawAnswer half = transport.accepted(HttpCall.get("/half"));
        arrived.await();

        transport.close();
        transport.close();

        assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> half.body().readAllBytes()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> transport.text(HttpCall.get("/half")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingAClientOfASharedPoolLeavesTheOthersAlone() throws Exception {
        server.on("/a", (request, wire) -> wire.json(200, "1"));
        try (var pool = ConnectionPool.of(ConnectionPool.Limits.DEFAULT)) {
            Transport first =
                    Transport.over(
                            pool, ProviderType.LLAMA_CPP, server.address(), Optional.empty());
            try (Transport second =
                    Transport.over(
                            pool, ProviderType.LLAMA_CPP, server.address(), Optional.empty())) {
                first.text(HttpCall.get("/a"));
                first.close();

                assertThat(second.text(HttpCall.get("/a"))).isEqualTo("1");
            }
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void anEndlessErrorBodyIsReadOnlyToItsFirstMebibyte() throws Exception {
        var left = new CompletableFuture<Boolean>();
        server.on(
                "/a",
                (request, wire) -> {
                    wire.begin(500, "text/plain");
                    try {
                        while (true) wire.chunk("x".repeat(1 << 16));
                    } catch (IOException hungUp) {
                        left.complete(true);
                        throw hungUp;
                    }
                });

        assertThatThrownBy(() -> transport.text(HttpCall.get("/a")))
                .isInstanceOf(LlmException.class);

        assertThat(left.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.on(
                "/a",
                (request, wire) ->
                        wire.whole(302, "text/plain", "", "Location: " + server.address() + "/b"));

        assertThatThrownBy(() -> transport.text(HttpCall.get("/a")))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.status()).hasValue(302));

        assertThat(server.requests("/b")).isEmpty();
    }

    @Test
    void gzipThatNobodyAskedForIsUnpackedAndALieIsCalledOne() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"a\":1}".getBytes(UTF_8));
        }
        server.on(
                "/true",
                (request, wire) ->
                        wire.whole(
                                200,
                                "application/json",
                                packed.toByteArray(),
                                "Content-Encoding: gzip"));
        server.on(
                "/lie",
                (request, wire) ->
                        wire.whole(200, "application/json", "{}", "Content-Encoding: gzip"));

        assertThat(transport.ask(HttpCall.get("/true"), JsonNode.class).path("a").asInt())
                .isEqualTo(1);
        assertThatThrownBy(() -> transport.ask(HttpCall.get("/lie"), JsonNode.class))
                .isInstanceOfSatisfying(
                        LlmException.class,
                        e -> assertThat(e.type()).isEqualTo(ErrorType.SERVER_ERROR));
    }

    @Test
    void aRawAnswerPassesUntouchedWhateverItsStatus() throws Exception {
        byte[] strange = {0, (byte) 0xff, 13, 10, 'x'};
        server.on("/a", (request, wire) -> wire.whole(418, "x/y", strange, "X-Odd: yes"));

        try (RawAnswer answer =
                transport.send(HttpCall.postBytes("/a", "{ \"a\" : 1 }".getBytes(UTF_8)))) {
            assertThat(answer.status()).isEqualTo(418);
            assertThat(answer.headers().firstValue("x-odd")).hasValue("yes");
            assertThat(answer.body().readAllBytes()).isEqualTo(strange);
        }
        assertThat(server.requests().getFirst().body()).isEqualTo("{ \"a\" : 1 }");
    }

    @Test
    void nothingIsReadBeyondWhatSomebodyWants() throws Exception {
        int written = 64 << 20;
        var sent = new AtomicInteger();
        server.on(
                "/a",
                (request, wire) -> {
                    wire.begin(200, "text/plain");
                    String piece = "x".repeat(1 << 16);
                    while (sent.get() < written) {
                        wire.chunk(piece);
                        sent.addAndGet(piece.length());
                    }
                    wire.end();
                });

        try (RawAnswer answer = transport.accepted(HttpCall.get("/a"))) {
            InputStream body = answer.body();
            assertThat(body.read()).isEqualTo('x');
            // The server stands still when every buffer between us is full.
            var seen = new AtomicInteger(-1);
            await().during(Duration.ofMillis(300))
                    .until(() -> seen.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(written);
        }
    }

    /// The JDK's asynchronous calls tell of their answers through the common pool.
    @Test
    void anAnswerComesAlsoWhenTheCommonPoolIsBlocked() throws Exception {
        server.on("/a", (request, wire) -> wire.json(200, "1"));
        var answered = new CountDownLatch(1);
        int threads = java.util.concurrent.ForkJoinPool.getCommonPoolParallelism();
        for (int i = 0; i <= threads; i++)
            CompletableFuture.runAsync(
                    () -> {
                        try {
                            answered.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
        try {
            assertThat(transport.text(HttpCall.get("/a").within(Duration.ofSeconds(10))))
                    .isEqualTo("1");
        } finally {
            answered.countDown();
        }
    }

    @Test
    void nobodyThereIsAConnectionFailure() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (Transport nobody =
                Transport.of(
                        ProviderType.LLAMA_CPP,
                        URI.create("http://127.0.0.1:" + free),
                        Optional.empty())) {
            assertThatThrownBy(() -> nobody.text(HttpCall.get("/a")))
                    .isInstanceOf(LlmException.ConnectionFailed.class);
            assertThat(nobody.pool().counts().active()).isZero();
        }
    }
}
