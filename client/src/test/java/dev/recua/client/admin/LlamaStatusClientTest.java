package dev.recua.client.admin;

import static dev.recua.client.admin.EventServer.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.RecuaClient;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.event.Registration;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LlamaStatusClientTest {
    private static final String SNAPSHOT =
            event("e-1", "snapshot", Golden.text("api/event-snapshot.json").strip());

    private EventServer server;
    private RecuaClient client;

    @BeforeEach
    void start() throws IOException {
        server = new EventServer();
        client = RecuaClient.of(server.address(), Optional.empty());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void theViewHasExactlyTheSevenFieldsOfTheHook() {
        assertThat(
                        Arrays.stream(LlamaStatusView.class.getRecordComponents())
                                .map(it -> it.getName()))
                .containsExactly(
                        "status",
                        "models",
                        "lastError",
                        "retries",
                        "uptime",
                        "startedAt",
                        "isLoading");
        assertThat(WireJson.mapper().writeValueAsString(LlamaStatusView.LOADING))
                .isEqualTo(
                        "{\"status\":\"initial\",\"models\":[],\"lastError\":null,\"retries\":0,\"uptime\":0,\"startedAt\":null,\"isLoading\":true}");
    }

    @Test
    void beforeTheFirstNewsItIsLoadingAndAfterwardsItIsNot() {
        var snapshotMayCome = new CountDownLatch(1);
        server.then(
                (exchange, it) -> {
                    snapshotMayCome.await();
                    EventServer.write(exchange, SNAPSHOT);
                    new CountDownLatch(1).await();
                });
        try (LlamaStatusClient status = client.admin().llamaStatus()) {
            assertThat(status.view()).isEqualTo(LlamaStatusView.LOADING);
            assertThat(status.isLoading()).isTrue();
            assertThat(status.isConnected()).isFalse();

            snapshotMayCome.countDown();
            await().until(() -> !status.isLoading());

            assertThat(status.isConnected()).isTrue();
            assertThat(status.status()).isEqualTo(LlamaServiceStatus.CRASHED);
            assertThat(status.models()).hasSize(2);
            assertThat(status.lastError())
                    .contains("llama-server of qwen3:8b was killed by SIGKILL");
            assertThat(status.retries()).isEqualTo(2);
            assertThat(status.uptime()).isBetween(3600L, 3630L);
            assertThat(status.startedAt()).contains("2025-12-31T23:01:01Z");
            assertThat(server.requests).containsExactly("/api/events?only=llamaStatus");
        }
    }

    @Test
    void listenersHearEachNewsUntilTheyAreTakenAway() throws Exception {
        var more = new CountDownLatch(1);
        String changed =
                Golden.text("api/event-llama-status.json")
                        .strip()
                        .replace(
                                "\"status\":\"crashed\",\"models\"",
                                "\"status\":\"ready\",\"models\"");
        server.then(
                (exchange, it) -> {
                    EventServer.write(exchange, SNAPSHOT);
                    more.await();
                    exchange.getResponseBody()
                            .write(event("e-2", "llamaStatus", changed).getBytes());
                    exchange.getResponseBody().flush();
                    new CountDownLatch(1).await();
                });
        List<LlamaServiceStatus> heard = new CopyOnWriteArrayList<>();
        List<LlamaServiceStatus> heardOnce = new CopyOnWriteArrayList<>();
        try (LlamaStatusClient status = client.admin().llamaStatus()) {
            status.addListener(now -> heard.add(now.status()));
            status.addListener(
                    now -> {
                        throw new IllegalStateException("ill");
                    });
            Registration once = status.addListener(now -> heardOnce.add(now.status()));
            await().until(() -> !status.isLoading());
            once.close();
            more.countDown();

            await().until(() -> status.status() == LlamaServiceStatus.READY);
            await().until(() -> heard.contains(LlamaServiceStatus.READY));
            assertThat(heardOnce).doesNotContain(LlamaServiceStatus.READY);
        }
    }

    @Test
    void itCanBeAskedAtOnce() throws Exception {
        server.sendsAndStays(":\n\n");
        server.then(
                (exchange, it) -> {
                    byte[] body = Golden.text("api/status.json").getBytes();
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                });
        try (LlamaStatusClient status = client.admin().llamaStatus()) {
            await().until(status::isConnected);

            LlamaStatusView now = status.requestLlamaStatus();

            assertThat(now.isLoading()).isFalse();
            assertThat(now.models()).isEqualTo(status.models());
            assertThat(server.requests).element(1).isEqualTo("/api/status");
        }
    }

    @Test
    void closedItEndsItsThread() {
        server.sendsAndStays(SNAPSHOT);
        LlamaStatusClient status = client.admin().llamaStatus();
        await().until(() -> !status.isLoading());

        status.close();

        await().until(() -> status.subscription().isOver());
        assertThat(status.isConnected()).isFalse();
    }

    @Test
    void linesOfTheLogAreFollowedAsTheFilterSays() {
        server.sendsAndStays(
                "event: log\ndata: " + Golden.text("api/event-log.json").strip() + "\n\n");
        List<LogLine> lines = new CopyOnWriteArrayList<>();
        try (var following =
                client.admin()
                        .followLogs(
                                LogFilter.of("qwen3:8b").from(LogLevel.WARN),
                                Reconnect.DEFAULT,
                                lines::add)) {
            await().until(() -> lines.size() == 1);
            assertThat(following.isConnected()).isTrue();
        }

        assertThat(lines.getFirst().text()).startsWith("model ready");
        assertThat(server.requests)
                .containsExactly("/api/logs/stream?source=qwen3%3A8b&level=warn");
    }
}
