package dev.recua.gateway.proxy;

import static dev.recua.gateway.proxy.ExchangeTest.STREAM_HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.proxy.Outcome.ClientGone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
        for (Leave leave : Leave.values()) {
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) millis.add(leaving(moment, leave));
            long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
            assertThat(Duration.ofMillis(sorted[ROUNDS / 2]))
                    .as("%s by %s, all: %s ms", moment, leave, Arrays.toString(sorted))
                    .isLessThanOrEqualTo(LIMIT);
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

    /// @return milliseconds from the caller's leaving until the engine's connection is closed
    private long leaving(Moment moment, Leave leave) throws Exception {
        BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
        BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        try (var engine =
                        ScriptedUpstream.start(
                                (peer, _) -> {
                                    peer.request();
                                    if (moment != Moment.SILENT_PROMPT) peer.send(STREAM_HEAD);
                                    if (moment == Moment.MID_STREAM) peer.chunk("data: 1\n\n");
                                    if (moment == Moment.SLOW_READER)
                                        peer.send("4000000\r\n" + "x".repeat(4 << 20));
                                    asked.add(System.nanoTime());
                                    peer.rest();
                                    closed.add(System.nanoTime());
                                });
                var gateway = ProxyFixture.to(tmp, engine.address());
                var caller = gateway.connect()) {
            caller.post("/", "{}");
            if (moment != Moment.SLOW_READER) asked.take();
            if (moment != Moment.SILENT_PROMPT) caller.head();
            if (moment == Moment.MID_STREAM) caller.until("data: 1\n\n");
            long left = System.nanoTime();
            if (leave == Leave.RST) caller.reset();
            else caller.leave();
            if (moment == Moment.SLOW_READER) {
                assertThat(gateway.outcome()).isEqualTo(new ClientGone());
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left);
            }
            long end = closed.take();
            assertThat(gateway.outcome()).isEqualTo(new ClientGone());
            return TimeUnit.NANOSECONDS.toMillis(end - left);
        }
    }
}
