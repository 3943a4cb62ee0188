package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.recua.client.RecuaClient;
import dev.recua.client.admin.EventKind;
import dev.recua.client.admin.EventSubscription;
import dev.recua.client.admin.GatewayEvent;
import dev.recua.client.admin.GatewayEvent.RequestChanged;
import dev.recua.client.admin.GatewayEvent.Snapshot;
import dev.recua.client.admin.LlamaStatusClient;
import dev.recua.client.admin.LlamaStatusView;
import dev.recua.client.admin.LogFilter;
import dev.recua.client.admin.LogLevel;
import dev.recua.client.admin.LogLine;
import dev.recua.client.admin.Reconnect;
import dev.recua.client.error.LlmException;
import dev.recua.client.event.LlamaServiceStatus;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The SDK's subscriptions, told by a real gateway.
@Timeout(60)
class SubscriptionsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";

    /// As usual, without its long waits.
    private static final Reconnect SOON =
            new Reconnect(50, Duration.ofMillis(10), Duration.ofMillis(50));

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    private RecuaClient client() {
        return RecuaClient.of(
                URI.create("http://127.0.0.1:" + house.gateway().port()), Optional.empty());
    }

    @Test
    void theStatusIsThatOfTheGatewayBeforeAndAfterALoad() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        List<LlamaServiceStatus> heard = new CopyOnWriteArrayList<>();
        try (RecuaClient client = client();
                LlamaStatusClient status = client.admin().llamaStatus()) {
            status.addListener(now -> heard.add(now.status()));
            await().until(() -> !status.isLoading());
            assertThat(status.isConnected()).isTrue();
            assertThat(status.models())
                    .extracting(model -> model.id() + " " + model.status())
                    .containsExactly("a:1b INITIAL", "b:1b INITIAL");
            assertThat(status.lastError()).isEmpty();
            assertThat(status.retries()).isZero();
            assertThat(status.startedAt()).isPresent();

            house.post(CHAT, CHAT_A);

            await().until(() -> heard.contains(LlamaServiceStatus.STARTING));
            await().until(() -> status.models().getFirst().status() == LlamaServiceStatus.READY);
            LlamaStatusView asked = status.requestLlamaStatus();
            assertThat(asked.models()).isEqualTo(status.models());
        }
    }

    @Test
    void aRequestIsToldThroughItsPhasesToOneWhoAskedForRequestsOnly() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        List<GatewayEvent> events = new CopyOnWriteArrayList<>();
        try (RecuaClient client = client();
                EventSubscription subscription =
                        client.admin().subscribe(Set.of(EventKind.REQUEST), SOON, events::add)) {
            await().until(() -> !events.isEmpty());
            house.post(CHAT, CHAT_A, "X-Request-Id", "mine");
            await().until(() -> phases(events).contains("done"));

            assertThat(events.getFirst()).isInstanceOf(Snapshot.class);
            assertThat(phases(events)).containsSubsequence("loading", "prompt", "done");
            assertThat(events.subList(1, events.size())).allMatch(RequestChanged.class::isInstance);
            assertThat(subscription.skippedEvents()).isZero();
            await().until(
                            () ->
                                    subscription
                                            .lastEventId()
                                            .equals(Optional.of(events.getLast().id())));
        }
    }

    private static List<String> phases(List<GatewayEvent> events) {
        return events.stream()
                .filter(RequestChanged.class::isInstance)
                .map(it -> ((RequestChanged) it).data().phase())
                .toList();
    }

    @Test
    void whatHappenedWhileTheCableWasCutIsToldAfterwardsWithoutAGapOrATwin() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        List<String> ids = new CopyOnWriteArrayList<>();
        List<GatewayEvent> events = new CopyOnWriteArrayList<>();
        try (var cable = new Cable(house.gateway().port());
                RecuaClient client = RecuaClient.of(cable.address(), Optional.empty());
                EventSubscription subscription =
                        client.admin()
                                .subscribe(
                                        Set.of(),
                                        SOON,
                                        event -> {
                                            ids.add(event.id());
                                            events.add(event);
                                        })) {
            await().until(() -> !ids.isEmpty());
            for (int i = 1; i <= 3; i++) {
                int cuts = i;
                cable.cut();
                house.post(CHAT, CHAT_A, "X-Request-Id", "mine-" + i);
                await().until(() -> phases(events).stream().filter("done"::equals).count() == cuts);
            }

            assertThat(subscription.isConnected()).isTrue();
            assertThat(cable.connections()).isGreaterThanOrEqualTo(4);
        }
        assertThat(events).filteredOn(Snapshot.class::isInstance).hasSize(1);
        long first = number(ids.getFirst());
        for (int i = 0; i < ids.size(); i++) assertThat(number(ids.get(i))).isEqualTo(first + i);
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }

    @Test
    void aWrongKeyIsSaidOnceAndNotTriedAgain() throws Exception {
        house.apiKey("sesame").open(folder);
        try (RecuaClient client =
                        RecuaClient.of(
                                URI.create("http://127.0.0.1:" + house.gateway().port()),
                                Optional.of("wrong"));
                LlamaStatusClient status = client.admin().llamaStatus()) {
            await().until(() -> status.subscription().isOver());

            assertThat(status.isConnected()).isFalse();
            assertThat(status.isLoading()).isTrue();
            assertThat(status.subscription().lastError())
                    .hasValueSatisfying(it -> assertThat(it).contains("401"));
            assertThat(catchThrowableOfType(LlmException.class, status::requestLlamaStatus))
                    .isInstanceOf(LlmException.AuthenticationFailed.class);
        }
    }

    @Test
    void theLastLinesOfALogAreReadAsTheFilterSays() throws Exception {
        house.open(folder);
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                logs.resolve("a_1b.log"), "0.00.014.272 W srv  no key\nplain\n0.00.1.1 I x\n");
        try (RecuaClient client = client()) {
            assertThat(client.admin().logs(LogFilter.of("a:1b").from(LogLevel.WARN), 10))
                    .extracting(LogLine::level)
                    .containsExactly("warn");
            assertThat(client.admin().logs(LogFilter.of("a:1b"), 2)).hasSize(2);
        }
    }
}
