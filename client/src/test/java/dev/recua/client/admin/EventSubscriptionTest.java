package dev.recua.client.admin;

import static dev.recua.client.admin.EventServer.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.admin.GatewayEvent.EnginesChanged;
import dev.recua.client.admin.GatewayEvent.ModelChanged;
import dev.recua.client.admin.GatewayEvent.ModelGone;
import dev.recua.client.admin.GatewayEvent.RequestChanged;
import dev.recua.client.admin.GatewayEvent.Snapshot;
import dev.recua.client.admin.GatewayEvent.StatusChanged;
import dev.recua.client.admin.GatewayEvent.Unknown;
import dev.recua.client.config.ProviderType;
import dev.recua.client.http.AnswerEvents;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Patience;
import dev.recua.client.http.Transport;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.FakeClock;
import dev.recua.testkit.Golden;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventSubscriptionTest {
    private static final String SNAPSHOT =
            event("e-1", "snapshot", Golden.text("api/event-snapshot.json").strip());
    private static final String GONE = "{\"id\":\"qwen3:8b\"}";

    private final FakeClock clock = FakeClock.atNewYear();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final Semaphore mayGoOn = new Semaphore(0);
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private EventServer server;
    private Transport transport;
    private EventSubscription subscription;

    /// Tells everything to the test.
    private class Ear implements SubscriptionListener<GatewayEvent> {
        @Override
        public void onEvent(GatewayEvent event) {
            events.add(event);
            news.add(event.id());
        }

        @Override
        public void onConnected() {
            news.add("connected");
        }

        @Override
        public void onDisconnected(String why, Optional<Duration> again) {
            news.add("lost, again " + again.map(it -> "in " + it.toMillis()).orElse("never"));
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new EventServer();
        transport = Transport.of(ProviderType.RECUA, server.address(), Optional.empty());
    }

    @AfterEach
    void stop() {
        if (subscription != null) subscription.close();
        transport.close();
        server.close();
    }

    private void subscribe(Reconnect reconnect, SubscriptionListener<GatewayEvent> listener) {
        var around =
                new Surroundings(
                        clock,
                        length -> {
                            waits.add(length);
                            mayGoOn.acquire();
                        },
                        () -> 1);
        subscription =
                EventSubscription.start(
                        this::open, reconnect, around, GatewayEvents::read, listener);
    }

    private AnswerEvents open(String last) throws InterruptedException {
        HttpCall call = HttpCall.get("/api/events").with(Patience.silence(Duration.ofSeconds(20)));
        return AnswerEvents.open(
                transport, last.isEmpty() ? call : call.header("Last-Event-ID", last));
    }

    private void subscribe() {
        subscribe(Reconnect.DEFAULT, new Ear());
    }

    private void awaitNews(String... expected) {
        await().untilAsserted(() -> assertThat(news).containsExactly(expected));
    }

    @Test
    void eachEventIsToldAsWhatItIsInOrder() {
        String model = Golden.text("api/model.json").strip();
        String request =
                WireJson.mapper()
                        .readTree(Golden.text("api/requests.json"))
                        .path("requests")
                        .path(0)
                        .toString();
        server.sendsAndStays(
                SNAPSHOT
                        + ":\n\n"
                        + event("e-2", "model", model)
                        + event("e-3", "modelRemoved", GONE)
                        + event(
                                "e-4",
                                "llamaStatus",
                                Golden.text("api/event-llama-status.json").strip())
                        + event("e-5", "request", request)
                        + event("e-6", "engine", Golden.text("api/engines.json").strip())
                        + event("e-7", "horoscope", "{\"sign\":\"llama\"}"));

        subscribe();

        awaitNews("connected", "e-1", "e-2", "e-3", "e-4", "e-5", "e-6", "e-7");
        assertThat(events)
                .extracting(it -> (Object) it.getClass())
                .containsExactly(
                        Snapshot.class,
                        ModelChanged.class,
                        ModelGone.class,
                        StatusChanged.class,
                        RequestChanged.class,
                        EnginesChanged.class,
                        Unknown.class);
        assertThat(subscription.isConnected()).isTrue();
        assertThat(subscription.lastEventId()).contains("e-7");
        assertThat(subscription.lastError()).isEmpty();
    }

    @Test
    void itComesBackWithTheLastEventThatItSaw() {
        server.sends(SNAPSHOT + event("e-2", "modelRemoved", GONE));
        server.sendsAndStays(event("e-3", "modelRemoved", GONE));
        subscribe();
        awaitNews("connected", "e-1", "e-2", "lost, again in 1000");
        assertThat(subscription.isConnected()).isFalse();
        assertThat(subscription.lastError()).contains("the gateway ended the stream of events");

        mayGoOn.release();

        awaitNews("connected", "e-1", "e-2", "lost, again in 1000", "connected", "e-3");
        assertThat(server.requests).containsExactly("/api/events", "/api/events e-2");
    }

    @Test
    void afterAGapComesASnapshotOfTheNewTime() {
        server.sends(SNAPSHOT);
        server.sendsAndStays(SNAPSHOT.replace("id: e-1", "id: f-1"));
        subscribe();
        mayGoOn.release();

        awaitNews("connected", "e-1", "lost, again in 1000", "connected", "f-1");
        assertThat(subscription.lastEventId()).contains("f-1");
    }

    @Test
    void failedAttemptsAreFurtherAndFurtherApartAndThenItGivesUp() {
        subscribe(Reconnect.DEFAULT, new Ear());
        mayGoOn.release(5);

        awaitNews(
                "lost, again in 1000",
                "lost, again in 2000",
                "lost, again in 4000",
                "lost, again in 5000",
                "lost, again in 5000",
                "lost, again never");
        await().until(subscription::isOver);
        assertThat(subscription.lastError()).isPresent();
    }

    @Test
    void aConnectionThatBroughtSomethingBeginsTheCountAnew() {
        server.refuses(503, "").refuses(503, "").sends(SNAPSHOT);
        subscribe(Reconnect.DEFAULT, new Ear());
        mayGoOn.release(2);

        awaitNews(
                "lost, again in 1000",
                "lost, again in 2000",
                "connected",
                "e-1",
                "lost, again in 1000");
    }

    @Test
    void aConnectionThatEndsAtOnceWithNothingDoesNot() {
        server.sends("").sends("");
        subscribe(Reconnect.DEFAULT, new Ear());
        mayGoOn.release(1);

        awaitNews("connected", "lost, again in 1000", "connected", "lost, again in 2000");
    }

    @Test
    void aRefusedKeyEndsItAtOnce() {
        server.refuses(401, "");
        subscribe();

        awaitNews("lost, again never");
        await().until(subscription::isOver);
        assertThat(waits).isEmpty();
    }

    @Test
    void aGatewayThatIsFullIsLeftAloneAsLongAsItWants() {
        server.refuses(429, "7");
        subscribe();

        awaitNews("lost, again in 7000");
    }

    @Test
    void aStreamThatBreaksInTheMiddleOfAnEventComesBack() {
        server.then(
                (exchange, it) -> {
                    EventServer.write(exchange, SNAPSHOT + "id: e-2\nevent: modelRem");
                    throw new IOException("the gateway died");
                });
        subscribe();

        awaitNews("connected", "e-1", "lost, again in 1000");
        assertThat(subscription.lastEventId()).contains("e-1");
    }

    /// Some servers and proxies end a connection as it should end although an event is half
    /// written:
    /// its number counted as seen, and the gateway never sent it again.
    @Test
    void anEventThatTheEndCutInTwoIsAskedForAgain() {
        server.sends(SNAPSHOT + "id: e-2\nevent: modelRemoved\ndata: {\"id\":\"qw")
                .sendsAndStays(event("e-2", "modelRemoved", GONE));
        mayGoOn.release();

        subscribe();

        awaitNews("connected", "e-1", "lost, again in 1000", "connected", "e-2");
        assertThat(server.requests).containsExactly("/api/events", "/api/events e-1");
    }

    @Test
    void whatCannotBeReadIsLeftOutAndCounted() {
        server.sendsAndStays(
                event("e-1", "modelRemoved", "{not json")
                        + event("e-2", "model", "[]")
                        + event("e-3", "modelRemoved", GONE));
        subscribe();

        awaitNews("connected", "e-3");
        assertThat(subscription.skippedEvents()).isEqualTo(2);
    }

    @Test
    void aListenerThatFailsHearsTheNextEventAsWell() {
        server.sendsAndStays(SNAPSHOT + event("e-2", "modelRemoved", GONE));
        subscribe(
                Reconnect.DEFAULT,
                event -> {
                    news.add(event.id());
                    throw new IllegalStateException("ill");
                });

        awaitNews("e-1", "e-2");
        assertThat(subscription.isConnected()).isTrue();
    }

    @Test
    void closingEndsTheThreadAtOnceWhileNothingComes() {
        server.sendsAndStays(SNAPSHOT);
        subscribe();
        awaitNews("connected", "e-1");

        subscription.close();

        await().atMost(Duration.ofSeconds(2)).until(subscription::isOver);
        assertThat(news).containsExactly("connected", "e-1");
        assertThat(subscription.isConnected()).isFalse();
    }

    @Test
    void closingEndsTheThreadAtOnceWhileItWaitsToComeBack() {
        server.sends(SNAPSHOT);
        subscribe();
        awaitNews("connected", "e-1", "lost, again in 1000");

        subscription.close();

        await().atMost(Duration.ofSeconds(2)).until(subscription::isOver);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void closingInterruptsAListener() {
        var never = new CountDownLatch(1);
        server.sendsAndStays(SNAPSHOT);
        subscribe(
                Reconnect.DEFAULT,
                event -> {
                    news.add(event.id());
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        awaitNews("e-1");

        subscription.close();

        await().atMost(Duration.ofSeconds(2)).until(subscription::isOver);
    }

    @Test
    void closingItsClientEndsItToo() {
        server.sendsAndStays(SNAPSHOT);
        subscribe();
        awaitNews("connected", "e-1");

        transport.close();

        await().atMost(Duration.ofSeconds(2)).until(subscription::isOver);
    }
}
