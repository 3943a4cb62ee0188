package dev.recua.gateway.proxy;

import static dev.recua.gateway.proxy.ExchangeTest.STREAM_HEAD;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.proxy.Outcome.ClientGone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A caller that leaves frees its engine at once.
@Timeout(60)
class ClientGoneTest {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final int ROUNDS = 5;
    private static final byte[] BLOCK = "x".repeat(0x10000).getBytes(US_ASCII);

    @TempDir Path tmp;

    enum Moment {
        SILENT_PROMPT,
        AFTER_THE_HEAD,
        MID_STREAM,
        SLOW_READER
    }

    enum Leave {
        FIN,
        RST
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void theEnginesConnectionIsClosedWithin100Ms(Moment moment) throws Exception {
        leaving(moment, Leave.FIN); // loads classes
        for (Leave leave : Leave.values()) {
            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) took.add(leaving(moment, leave));
            assertThat(took)
                    .as("%s by %s", moment, leave)
                    .allSatisfy(time -> assertThat(time).isLessThanOrEqualTo(LIMIT));
        }
    }

    @Test
    void aCallerThatLeavesWhileItWaitsForAnEngineIsNoticed() throws Exception {
        BlockingQueue<Exchange> waiting = new LinkedBlockingQueue<>();
        try (var gateway = ProxyFixture.doing(tmp, waiting::add)) {
            try (var caller = gateway.connect()) {
                caller.post("/", "{}");
                Exchange exchange = waiting.take();
                assertThat(exchange.clientGone().isComplete()).isFalse();
            }
            Exchange gone = gateway.gone.poll(5, TimeUnit.SECONDS);
            assertThat(gone).isNotNull();
            BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
            gateway.onLoop(
                    () ->
                            gone.forward(new Upstream("127.0.0.1", 1, ""), "/")
                                    .onSuccess(outcomes::add));
            assertThat(outcomes.take()).isEqualTo(new ClientGone());
        }
    }

    @Test
    void aCallerThatGotItsAnswerHasNotLeft() throws Exception {
        BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    while (true) {
                                        peer.request();
                                        peer.send(ExchangeTest.json("{}"));
                                    }
                                });
                var gateway =
                        ProxyFixture.doing(
                                tmp,
                                exchange -> {
                                    exchanges.add(exchange);
                                    exchange.forward(engine.address(), "/");
                                })) {
            try (var caller = gateway.connect()) {
                caller.post("/", "{}").head();
                caller.body(2);
            }
            try (var other = gateway.connect()) {
                other.post("/", "{}").head();
                other.body(2);
            }
            assertThat(exchanges.take().clientGone().isComplete()).isFalse();
            assertThat(gateway.gone).isEmpty();
        }
    }

    /// @return from the caller's leaving until the engine's connection is closed
    private Duration leaving(Moment moment, Leave leave) throws Exception {
        BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
        BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    try {
                                        speak(peer, moment, () -> asked.add(System.nanoTime()));
                                        peer.rest();
                                    } finally {
                                        closed.add(System.nanoTime());
                                    }
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}");
            asked.take();
            if (moment != Moment.SILENT_PROMPT) caller.head();
            if (moment == Moment.MID_STREAM) caller.until("data: 1\n\n");
            long left = System.nanoTime();
            if (leave == Leave.RST) caller.reset();
            else caller.leave();
            long end = closed.take();
            assertThat(gateway.outcome()).isEqualTo(new ClientGone());
            return Duration.ofNanos(end - left);
        }
    }

    /// What the engine says; `asked` is run when the caller may leave. A slow reader is told more
    /// than all buffers hold, so the engine still speaks when that one leaves.
    private static void speak(RawPeer peer, Moment moment, Runnable asked) throws IOException {
        if (moment != Moment.SILENT_PROMPT) peer.send(STREAM_HEAD);
        if (moment == Moment.MID_STREAM) peer.chunk("data: 1\n\n");
        if (moment != Moment.SLOW_READER) {
            asked.run();
            return;
        }
        for (int sent = 0; sent < 1024; sent++) {
            if (sent == 8) asked.run();
            peer.send("10000\r\n").send(BLOCK).send("\r\n");
        }
        throw new AssertionError("64 MiB were sent to a caller that reads nothing");
    }
}
