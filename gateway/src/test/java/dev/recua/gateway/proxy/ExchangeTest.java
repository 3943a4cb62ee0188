package dev.recua.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.proxy.Outcome.Done;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What passes when nothing fails.
@Timeout(60)
class ExchangeTest {
    static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nServer: llama.cpp\r\nContent-Type: text/event-stream\r\n"
                    + "Access-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\n";
    static final String END = "0\r\n\r\n";

    @TempDir Path tmp;

    static String json(String body) {
        return "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=100\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    @Test
    void aRequestAndItsAnswerPassUntouched() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    seen.add(peer.request());
                                    peer.send(json("{\"a\":1}"));
                                    peer.rest();
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.send(
                    "POST /v1/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer mine\r\nX-Api-Key: mine\r\n"
                            + "Accept: */*\r\nContent-Length: 2\r\n\r\n{}");

            String head = caller.head();
            assertThat(head)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .containsIgnoringCase("content-length: 7")
                    .containsIgnoringCase("x-request-id: r1")
                    .doesNotContainIgnoringCase("keep-alive")
                    .doesNotContainIgnoringCase("chunked");
            assertThat(caller.body(7)).isEqualTo("{\"a\":1}");
            assertThat(seen.take())
                    .startsWith("POST /v1/x?y=1 HTTP/1.1\r\n")
                    .endsWith("\r\n\r\n{}")
                    .containsIgnoringCase("authorization: Bearer child-key")
                    .doesNotContain("mine")
                    .containsIgnoringCase("host: 127.0.0.1:" + engine.address().port())
                    .containsIgnoringCase("accept: */*");
            assertThat(gateway.outcome()).isEqualTo(new Done(200));
        }
    }

    @Test
    void everyEventIsSeenBeforeTheNextIsSent() throws Exception {
        var mayGoOn = new Semaphore(0);
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    peer.send(STREAM_HEAD);
                                    for (String event :
                                            List.of(":\n\n", "data: 1\n\n", "data: 2", "\n\n")) {
                                        mayGoOn.acquire();
                                        peer.chunk(event);
                                    }
                                    mayGoOn.acquire();
                                    peer.send(END);
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}");

            assertThat(caller.head())
                    .containsIgnoringCase("text/event-stream")
                    .doesNotContain("llama.cpp")
                    .doesNotContainIgnoringCase("access-control");
            mayGoOn.release();
            caller.until("3\r\n:\n\n\r\n");
            mayGoOn.release();
            caller.until("9\r\ndata: 1\n\n\r\n");
            mayGoOn.release();
            mayGoOn.release();
            caller.until("9\r\ndata: 2\n\n\r\n");
            mayGoOn.release();
            caller.until(END);
            assertThat(gateway.outcome()).isEqualTo(new Done(200));
        }
    }

    @Test
    void theAnswerBeginsWithTheFirstByteThatIsNoComment() throws Exception {
        var mayGoOn = new Semaphore(0);
        BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    peer.send(STREAM_HEAD).chunk(":\n\n");
                                    mayGoOn.acquire();
                                    peer.chunk("data: 1\n\n");
                                    mayGoOn.acquire();
                                });
                var gateway =
                        ProxyFixture.doing(
                                tmp,
                                exchange -> {
                                    exchanges.add(exchange);
                                    exchange.forward(engine.address(), "/");
                                });
                var caller = gateway.connect()) {
            caller.post("/", "{}");
            caller.until(":\n\n");
            Exchange exchange = exchanges.take();
            assertThat(exchange.headSent()).isTrue();
            assertThat(exchange.begun()).isFalse();
            mayGoOn.release();
            caller.until("data: 1\n\n");
            assertThat(exchange.begun()).isTrue();
            mayGoOn.release();
        }
    }

    @Test
    void anHttp10CallerGetsItsStreamUnchunkedAndEndedByTheConnection() throws Exception {
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    peer.send(STREAM_HEAD).chunk("data: 1\n\n").send(END);
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.send("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}");

            assertThat(caller.head())
                    .doesNotContainIgnoringCase("chunked")
                    .containsIgnoringCase("connection: close");
            assertThat(caller.rest()).isEqualTo(new RawPeer.Rest("data: 1\n\n", RawPeer.End.FIN));
        }
    }

    @Test
    void headAndEmptyAnswersHaveNoBodyAndTheConnectionStaysUsable() throws Exception {
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    assertThat(peer.request()).startsWith("HEAD ");
                                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 995\r\n\r\n");
                                    assertThat(peer.request()).startsWith("DELETE ");
                                    peer.send("HTTP/1.1 204 No Content\r\n\r\n");
                                    peer.rest();
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(caller.head())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-length: 995");
            caller.send("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(caller.head())
                    .startsWith("HTTP/1.1 204")
                    .doesNotContainIgnoringCase("chunked");
        }
    }

    @Test
    void twoRequestsSentAtOnceOnOneConnectionAreAnsweredInOrder() throws Exception {
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    while (true) {
                                        String request = peer.request();
                                        peer.send(
                                                json(
                                                        "\""
                                                                + request.charAt(
                                                                        request.length() - 2)
                                                                + "\""));
                                    }
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            String one = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\"1\"";
            caller.send(one + one.replace("\"1\"", "\"2\""));

            caller.head();
            assertThat(caller.body(3)).isEqualTo("\"1\"");
            caller.head();
            assertThat(caller.body(3)).isEqualTo("\"2\"");
        }
    }

    @Test
    void aThousandRequestsInTurnUseOneConnectionToTheEngine() throws Exception {
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    while (true) {
                                        peer.request();
                                        peer.send(json("{}"));
                                    }
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            for (int i = 0; i < 1000; i++) {
                caller.post("/", "{}").head();
                assertThat(caller.body(2)).isEqualTo("{}");
            }
            assertThat(engine.connections()).isEqualTo(1);
        }
    }

    @Test
    void aCallerThatDoesNotReadHoldsTheEngineBackAndLosesNothing() throws Exception {
        int size = 48 << 20;
        var sent = new AtomicLong();
        var crc = new CRC32();
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    peer.socket().setSendBufferSize(64 * 1024);
                                    peer.send(
                                            "HTTP/1.1 200 OK\r\nContent-Length: "
                                                    + size
                                                    + "\r\n\r\n");
                                    byte[] block = new byte[64 * 1024];
                                    while (sent.get() < size) {
                                        java.util.Arrays.fill(block, (byte) (sent.get() >> 16));
                                        crc.update(block);
                                        peer.send(block);
                                        sent.addAndGet(block.length);
                                    }
                                    peer.rest();
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = RawPeer.connect(gateway.port(), 64 * 1024)) {
            caller.post("/", "{}").head();

            assertThat(whenStill(sent)).as("bytes under way").isLessThan(2 << 20);
            var seen = new CRC32();
            InputStream in = caller.stream();
            byte[] block = new byte[64 * 1024];
            for (int left = size; left > 0; ) {
                int read = in.read(block, 0, Math.min(block.length, left));
                assertThat(read).isPositive();
                seen.update(block, 0, read);
                left -= read;
            }
            assertThat(seen.getValue()).isEqualTo(crc.getValue());
            assertThat(gateway.outcome()).isEqualTo(new Done(200));
        }
    }

    /// Sweeps the number of pieces, so that the engine's close meets every filling of the queues.
    @Test
    void aSlowCallerGetsAllOfAStreamWhoseEngineHasClosedLongAgo() throws Exception {
        String event = "data: " + "x".repeat(8000) + "\n\n";
        for (int events = 40; events <= 64; events += 2) {
            int count = events;
            var done = new CountDownLatch(1);
            try (var engine =
                            ScriptedUpstream.start(
                                    (peer, _) -> {
                                        peer.request();
                                        peer.send(STREAM_HEAD);
                                        for (int i = 0; i < count; i++) {
                                            peer.chunk(event);
                                            LockSupport.parkNanos(1_000_000);
                                        }
                                        peer.send(END);
                                        peer.close();
                                        done.countDown();
                                    });
                    var gateway = ProxyFixture.to(tmp, engine.address());
                    var caller = RawPeer.connect(gateway.port(), 8 * 1024)) {
                caller.post("/", "{}").head();
                assertThat(done.await(20, TimeUnit.SECONDS)).as("engine has closed").isTrue();

                String whole = ExchangeFailureTest.unchunked(caller.until(END));
                assertThat(whole.equals(event.repeat(events)))
                        .as("%d events, outcomes %s", events, gateway.outcomes)
                        .isTrue();
                assertThat(gateway.outcome()).isEqualTo(new Done(200));
            }
        }
    }

    @Test
    void anEngineThatReadsSlowlyGetsAWholeLargeBody() throws Exception {
        String body = "{\"a\":\"" + "0123456789abcdef".repeat(512 * 1024) + "\"}";
        var mayRead = new CountDownLatch(1);
        var got = new LinkedBlockingQueue<String>();
        try (var engine =
                        ScriptedUpstream.start(
                                64 * 1024,
                                (peer, _) -> {
                                    String head = peer.head();
                                    mayRead.await();
                                    got.add(peer.body(RawPeer.contentLength(head)));
                                    peer.send(json("{}"));
                                    peer.rest();
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.post("/", body);
            mayRead.countDown();

            assertThat(got.poll(20, TimeUnit.SECONDS).equals(body)).isTrue();
            caller.head();
        }
    }

    @Test
    void manyCallersAtOnceEachGetTheirOwnAnswer() throws Exception {
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    while (true) {
                                        String request = peer.request();
                                        peer.send(
                                                json(
                                                        request.substring(
                                                                request.indexOf("\r\n\r\n") + 4)));
                                    }
                                });
                var gateway = ProxyFixture.to(tmp, engine.address())) {
            List<Thread> threads = new ArrayList<>();
            var wrong = new LinkedBlockingQueue<Object>();
            for (int c = 0; c < 16; c++) {
                int number = c;
                threads.add(
                        Thread.ofVirtual()
                                .start(
                                        () -> {
                                            try (var caller = gateway.connect()) {
                                                for (int i = 0; i < 50; i++) {
                                                    String mine =
                                                            "{\"caller\":"
                                                                    + number
                                                                    + ",\"i\":"
                                                                    + i
                                                                    + "}";
                                                    caller.post("/", mine).head();
                                                    String answer =
                                                            caller.body(
                                                                    mine.getBytes(
                                                                                    StandardCharsets
                                                                                            .UTF_8)
                                                                            .length);
                                                    if (!answer.equals(mine)) wrong.add(answer);
                                                }
                                            } catch (Exception e) {
                                                wrong.add(e);
                                            }
                                        }));
            }
            for (Thread thread : threads) thread.join();
            assertThat(wrong).isEmpty();
        }
    }

    /// The value once it has not changed for a while.
    private static long whenStill(AtomicLong value) {
        var last = new AtomicLong(-1);
        org.awaitility.Awaitility.await()
                .pollInterval(java.time.Duration.ofMillis(400))
                .until(() -> value.get() > 0 && last.getAndSet(value.get()) == value.get());
        return value.get();
    }
}
