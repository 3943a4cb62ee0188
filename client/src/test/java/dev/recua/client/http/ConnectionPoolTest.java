package dev.recua.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.fake.FakeHttp;
import dev.recua.client.http.ConnectionPool.Counts;
import dev.recua.client.http.ConnectionPool.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionPoolTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final FakeHttp server = FakeHttp.open();
    private final CountDownLatch more = new CountDownLatch(1);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        more.countDown();
        for (AutoCloseable each : opened.reversed()) each.close();
        server.close();
    }

    private ConnectionPool pool(Limits limits) {
        ConnectionPool pool = ConnectionPool.of(limits, Tls.usual(), now::get);
        opened.add(pool);
        return pool;
    }

    private Transport over(ConnectionPool pool) {
        Transport transport =
                Transport.over(pool, ProviderType.LLAMA_CPP, server.address(), Optional.empty());
        opened.add(transport);
        return transport;
    }

    private static Limits waiting(Duration connectionTimeout) {
        return new Limits(5, Limits.DEFAULT.maxIdleTime(), connectionTimeout);
    }

    private void streamUntilTold() {
        server.on(
                "/stream",
                (request, wire) -> {
                    wire.begin(200, "text/event-stream");
                    wire.chunk("data: 1\n\n");
                    more.await();
                    wire.end();
                });
        server.on("/a", (request, wire) -> wire.json(200, "1"));
    }

    @Test
    void theLimitsAreThoseOfSource002UnlessToldOtherwise() {
        assertThat(Limits.DEFAULT)
                .isEqualTo(new Limits(5, Duration.ofMillis(300_000), Duration.ofMillis(10_000)));
    }

    @Test
    void theSixthStreamWaitsAndIsToldWhenNoPlaceBecomesFree() throws Exception {
        streamUntilTold();
        ConnectionPool pool = pool(waiting(Duration.ofMillis(100)));
        Transport transport = over(pool);
        List<RawAnswer> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) streams.add(transport.accepted(HttpCall.get("/stream")));

        assertThat(pool.counts(server.address())).isEqualTo(new Counts(5, 0, 0, 5));
        assertThatThrownBy(() -> transport.accepted(HttpCall.get("/stream")))
                .isInstanceOf(LlmException.TimedOut.class)
                .hasMessageContaining("Connection pool timeout");
        assertThat(server.requests()).hasSize(5);

        streams.getFirst().close();
        assertThat(transport.text(HttpCall.get("/a"))).isEqualTo("1");
        streams.forEach(RawAnswer::close);
        assertThat(pool.counts(server.address()).active()).isZero();
    }

    @Test
    void whoWaitsLongestGetsTheNextPlace() throws Exception {
        streamUntilTold();
        ConnectionPool pool = pool(new Limits(1, Duration.ofMinutes(5), Duration.ofSeconds(30)));
        Transport transport = over(pool);
        RawAnswer first = transport.accepted(HttpCall.get("/stream"));
        List<Integer> served = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            transport.text(HttpCall.post("/a", number));
                                            served.add(number);
                                        } catch (InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    }));
            await().until(() -> pool.counts().waiting() == number + 1);
        }

        first.close();
        for (Thread thread : threads) thread.join();

        assertThat(server.requests("/a"))
                .extracting(FakeHttp.Request::body)
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(pool.counts().most()).isEqualTo(1);
        assertThat(served).hasSize(10);
    }

    @Test
    void aHundredClientsShareFiveConnections() throws Exception {
        server.on("/a", (request, wire) -> wire.json(200, "1"));
        ConnectionPool pool = pool(waiting(Duration.ofSeconds(30)));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Transport transport = over(pool);
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            transport.text(HttpCall.post("/a", 1));
                                        } catch (InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    }));
        }
        for (Thread thread : threads) thread.join();

        assertThat(server.requests("/a")).hasSize(100);
        assertThat(pool.counts().most()).isBetween(1, 5);
        assertThat(server.connections()).isLessThanOrEqualTo(5);
        assertThat(pool.counts().active()).isZero();
        assertThat(pool.counts().idle()).isEqualTo(server.openConnections());
    }

    @Test
    void aPlainConnectionServesNobodyAfterFourSecondsOfSilence() throws Exception {
        server.on("/a", (request, wire) -> wire.json(200, "1"));
        Transport transport = over(pool(Limits.DEFAULT));

        transport.text(HttpCall.get("/a"));
        now.set(Instant.EPOCH.plusMillis(3_999));
        transport.text(HttpCall.get("/a"));
        now.set(now.get().plusSeconds(4));
        transport.text(HttpCall.get("/a"));

        assertThat(server.requests())
                .extracting(FakeHttp.Request::connection)
                .containsExactly(1, 1, 2);
    }

    @Test
    void aConnectionIsKeptAsLongAsTheServerSaysButNotLongerThanAllowed() throws Exception {
        server.on(
                "/a",
                (request, wire) ->
                        wire.whole(
                                200, "application/json", "1", "Keep-Alive: timeout=900, max=100"));
        ConnectionPool pool = pool(Limits.DEFAULT);
        Transport transport = over(pool);

        transport.text(HttpCall.get("/a"));
        now.set(Instant.EPOCH.plusMillis(299_999));
        assertThat(pool.counts().idle()).isEqualTo(1);
        now.set(Instant.EPOCH.plusMillis(300_000));
        pool.evictIdle();

        assertThat(pool.counts().idle()).isZero();
        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void anAnswerThatIsStillReadIsNotCutWhenTheIdleOnesAreEvicted() throws Exception {
        streamUntilTold();
        Transport transport = over(pool(Limits.DEFAULT));
        try (RawAnswer slow = transport.accepted(HttpCall.get("/stream"))) {
            transport.text(HttpCall.get("/a"));
            now.set(Instant.EPOCH.plusSeconds(60));
            transport.text(HttpCall.get("/a"));
            more.countDown();

            assertThat(slow.body().readAllBytes()).asString().isEqualTo("data: 1\n\n");
        }
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void anInterruptedWaiterLeavesTheLine() throws Exception {
        streamUntilTold();
        ConnectionPool pool = pool(new Limits(1, Duration.ofMinutes(5), Duration.ofSeconds(30)));
        Transport transport = over(pool);
        try (RawAnswer stream = transport.accepted(HttpCall.get("/stream"))) {
            Thread waiter =
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            assertThatThrownBy(
                                                            () ->
                                                                    transport.text(
                                                                            HttpCall.get("/a")))
                                                    .isInstanceOf(InterruptedException.class));
            await().until(() -> pool.counts().waiting() == 1);

            waiter.interrupt();
            waiter.join();

            assertThat(pool.counts().waiting()).isZero();
            assertThat(stream.status()).isEqualTo(200);
        }
        assertThat(transport.text(HttpCall.get("/a"))).isEqualTo("1");
    }
}
