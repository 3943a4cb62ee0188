package dev.recua.gateway.proxy;

import static dev.recua.gateway.proxy.ExchangeTest.END;
import static dev.recua.gateway.proxy.ExchangeTest.STREAM_HEAD;
import static dev.recua.gateway.proxy.ExchangeTest.json;
import static dev.recua.gateway.proxy.ProxyFixture.LAST_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.proxy.Outcome.Broken;
import dev.recua.gateway.proxy.Outcome.Done;
import dev.recua.gateway.proxy.Outcome.NotBegun;
import dev.recua.gateway.proxy.RawPeer.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a caller gets when an engine fails.
@Timeout(60)
class ExchangeFailureTest {
    @TempDir Path tmp;

    @Test
    void anEngineThatDiesBeforeItsHeadIsReplacedAndTheCallerSeesNothing() throws Exception {
        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        try (var dying =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    peer.reset();
                                });
                var fresh =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    second.add(peer.request());
                                    peer.send(json("{\"fresh\":1}"));
                                    peer.rest();
                                });
                var gateway = ProxyFixture.to(tmp, dying.address(), fresh.address());
                var caller = gateway.connect()) {
            caller.post("/", "{\"prompt\":\"x\"}");

            assertThat(caller.head()).startsWith("HTTP/1.1 200");
            assertThat(caller.body(11)).isEqualTo("{\"fresh\":1}");
            assertThat(second.take()).endsWith("\r\n\r\n{\"prompt\":\"x\"}").contains("child-key");
            assertThat(gateway.outcome()).isInstanceOf(NotBegun.class);
            assertThat(gateway.outcome()).isEqualTo(new Done(200));
        }
    }

    @Test
    void anEngineThatDiesAfterAJsonHeadButBeforeItsBodyIsReplacedToo() throws Exception {
        try (var dying =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    peer.send(
                                            "HTTP/1.1 200 OK\r\nContent-Length: 995\r\nX-Old: 1\r\n\r\n");
                                });
                var fresh = answering(json("{}"));
                var gateway = ProxyFixture.to(tmp, dying.address(), fresh.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}");

            assertThat(caller.head())
                    .containsIgnoringCase("content-length: 2")
                    .doesNotContain("X-Old");
            assertThat(caller.body(2)).isEqualTo("{}");
            assertThat(gateway.outcome())
                    .isInstanceOfSatisfying(
                            NotBegun.class,
                            it -> assertThat(it.why()).contains("broke off its answer"));
        }
    }

    @Test
    void anEngineThatDiesAfterPingsIsReplacedWithoutASecondHead() throws Exception {
        try (var dying = streamingThenReset(":\n\n", ":");
                var fresh = answering(STREAM_HEAD + "9\r\ndata: 1\n\n\r\n" + END);
                var gateway = ProxyFixture.to(tmp, dying.address(), fresh.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}");

            assertThat(caller.head()).contains("200 OK");
            String stream = caller.until(END);
            assertThat(stream)
                    .doesNotContain("HTTP/1.1")
                    .startsWith("3\r\n:\n\n\r\n")
                    .contains("data: 1\n\n");
            assertThat(unchunked(stream)).isEqualTo(":\n\ndata: 1\n\n");
            assertThat(gateway.outcome()).isInstanceOf(NotBegun.class);
            assertThat(gateway.outcome()).isEqualTo(new Done(200));
        }
    }

    @Test
    void aSecondEngineThatAnswersDifferentlyIsAFailureWithItsReason() throws Exception {
        try (var dying = streamingThenReset(":\n\n");
                var fresh =
                        answering(
                                json("{\"error\":\"too long\"}")
                                        .replace("200 OK", "400 Bad Request"));
                var gateway = ProxyFixture.to(tmp, dying.address(), fresh.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}").head();

            RawPeer.Rest rest = caller.rest();
            assertThat(unchunked(rest.text())).isEqualTo(":\n\n" + LAST_EVENT);
            assertThat(rest.end()).isEqualTo(End.FIN);
            gateway.outcome();
            assertThat(gateway.outcome())
                    .isInstanceOfSatisfying(
                            NotBegun.class,
                            it -> {
                                assertThat(it.why()).contains("400 application/json");
                                assertThat(it.cause())
                                        .isInstanceOfSatisfying(
                                                DifferentAnswerException.class,
                                                different -> {
                                                    assertThat(different.status()).isEqualTo(400);
                                                    assertThat(different.body())
                                                            .isEqualTo("{\"error\":\"too long\"}");
                                                });
                            });
        }
    }

    @Test
    void whenNobodyAnswersTheCallerIsToldOnce() throws Exception {
        try (var dying = ScriptedUpstream.start((peer, _) -> peer.request());
                var gateway = ProxyFixture.to(tmp, unreachable(), dying.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}");

            assertThat(caller.head())
                    .startsWith("HTTP/1.1 502")
                    .containsIgnoringCase("x-request-id: r1");
            assertThat(caller.body(2)).isEqualTo("{}");
            assertThat(gateway.outcome())
                    .isInstanceOfSatisfying(
                            NotBegun.class,
                            it -> assertThat(it.why()).startsWith("cannot connect to 127.0.0.1:"));
            assertThat(gateway.outcome())
                    .isInstanceOfSatisfying(
                            NotBegun.class,
                            it ->
                                    assertThat(it.why())
                                            .contains("closed the connection before it answered"));
            assertThat(dying.connections()).as("a fresh connection is not retried").isEqualTo(1);
        }
    }

    @Test
    void aStreamThatIsResetEndsWithTheErrorEventAndFinAndNoLastChunk() throws Exception {
        assertErrorEventAfter(streamingThenReset("data: 1\n\n"), "data: 1\n\n");
    }

    @Test
    void aStreamThatEndsWithoutItsLastChunkIsNoCleanEnd() throws Exception {
        assertErrorEventAfter(answering(STREAM_HEAD + "9\r\ndata: 1\n\n\r\n"), "data: 1\n\n");
    }

    @Test
    void halfAnEventIsNotPassedOnBeforeTheErrorEvent() throws Exception {
        assertErrorEventAfter(streamingThenReset("data: 1\n\n", "data: {\"cho"), "data: 1\n\n");
    }

    @Test
    void anEventTooLargeToBeHeldBackIsClosedBeforeTheErrorEvent() throws Exception {
        String large = "data: " + "x".repeat(WholeEvents.LIMIT - 5);

        assertErrorEventAfter(streamingThenReset(large), large + "\n\n");
    }

    @Test
    void halfOfAFirstEventIsNoBegunAnswer() throws Exception {
        try (var dying = streamingThenReset("data: {\"cho");
                var fresh = answering(STREAM_HEAD + "9\r\ndata: 1\n\n\r\n" + END);
                var gateway = ProxyFixture.to(tmp, dying.address(), fresh.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}").head();

            assertThat(unchunked(caller.until(END))).isEqualTo("data: 1\n\n");
            assertThat(gateway.outcome()).isInstanceOf(NotBegun.class);
            assertThat(gateway.outcome()).isEqualTo(new Done(200));
        }
    }

    @Test
    void aStreamIsCutInsideAChunk() throws Exception {
        assertErrorEventAfter(answering(STREAM_HEAD + "20\r\ndata: 1\n\n"), "data: 1\n\n");
    }

    @Test
    void aCutContentLengthIsAnAbortedConnection() throws Exception {
        try (var engine = answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half");
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}");

            assertThat(caller.head()).containsIgnoringCase("content-length: 100");
            assertThat(caller.rest().text()).isEqualTo("{\"half");
            assertThat(gateway.outcome()).isInstanceOf(Broken.class);
        }
    }

    @Test
    void aCutChunkedJsonAnswerIsAnAbortedConnection() throws Exception {
        try (var engine =
                        answering(
                                STREAM_HEAD.replace("text/event-stream", "application/json")
                                        + "2\r\n{}\r\n");
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}").head();

            assertThat(caller.rest().text()).isEqualTo("2\r\n{}\r\n");
            assertThat(gateway.outcome()).isInstanceOf(Broken.class);
        }
    }

    @Test
    void aConnectionThatTheEngineClosedForIdlenessIsReplacedAndCountsNothing() throws Exception {
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, connection) -> {
                                    peer.request();
                                    peer.send(json("{\"n\":" + connection + "}"));
                                    peer.head();
                                    if (connection % 2 == 0) peer.reset();
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            for (int i = 1; i <= 8; i++) {
                caller.post("/", "{}");
                assertThat(caller.head()).startsWith("HTTP/1.1 200");
                caller.body(7);
                assertThat(gateway.outcome()).isEqualTo(new Done(200));
            }
        }
    }

    @Test
    void aForwardCanBeCutFromOurSide() throws Exception {
        BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        BlockingQueue<RawPeer.Rest> engineSaw = new LinkedBlockingQueue<>();
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    peer.send(STREAM_HEAD).chunk("data: 1\n\n");
                                    engineSaw.add(peer.rest());
                                });
                var gateway =
                        ProxyFixture.doing(
                                tmp,
                                exchange -> {
                                    exchanges.add(exchange);
                                    exchange.forward(engine.address(), "/")
                                            .onSuccess(outcomes::add);
                                });
                var caller = gateway.connect()) {
            caller.post("/", "{}").until("data: 1\n\n");
            Exchange exchange = exchanges.take();
            gateway.onLoop(
                    () -> {
                        exchange.cut("the gateway stops", new IllegalStateException("stop"));
                        exchange.breakOff(io.vertx.core.buffer.Buffer.buffer(LAST_EVENT));
                    });

            assertThat(unchunked(caller.until("died\"}}\n\n\r\n").substring(2)))
                    .isEqualTo(LAST_EVENT);
            assertThat(caller.rest()).isEqualTo(new RawPeer.Rest("", End.FIN));
            assertThat(outcomes.take())
                    .isInstanceOfSatisfying(
                            Broken.class,
                            it -> assertThat(it.why()).isEqualTo("the gateway stops"));
            engineSaw.take();
        }
    }

    private void assertErrorEventAfter(ScriptedUpstream engine, String before) throws Exception {
        try (engine;
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}").head();

            RawPeer.Rest rest = caller.rest();
            assertThat(unchunked(rest.text())).isEqualTo(before + LAST_EVENT);
            assertThat(rest.text()).doesNotEndWith(END);
            assertThat(rest.end()).isEqualTo(End.FIN);
            assertThat(gateway.outcome()).isInstanceOf(Broken.class);
        }
    }

    private static ScriptedUpstream answering(String everything) {
        return ScriptedUpstream.start(
                (peer, _) -> {
                    peer.request();
                    peer.send(everything);
                });
    }

    /// Each piece is a chunk; the reset comes when the last is surely with the gateway.
    private static ScriptedUpstream streamingThenReset(String... chunks) {
        return ScriptedUpstream.start(
                (peer, _) -> {
                    peer.request();
                    peer.send(STREAM_HEAD);
                    for (String chunk : chunks) peer.chunk(chunk);
                    unacknowledged(peer);
                    peer.reset();
                });
    }

    /// A reset would throw away what the gateway has not read yet; it reads within this read's
    /// patience.
    private static void unacknowledged(RawPeer peer) throws IOException {
        peer.socket().setSoTimeout(300);
        try {
            peer.stream().read();
        } catch (java.net.SocketTimeoutException e) {
            // as expected: the gateway has nothing to say
        }
    }

    private static Upstream unreachable() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Upstream("127.0.0.1", free.getLocalPort(), "");
        }
    }

    static String unchunked(String text) {
        var body = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int line = text.indexOf("\r\n", at);
            int size = Integer.parseInt(text.substring(at, line), 16);
            if (size == 0) break;
            body.append(text, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
        return body.toString();
    }
}
