package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.admin.GatewaySnapshot;
import dev.recua.client.admin.GatewayStatus;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.EventReader.Told;
import dev.recua.gateway.fleet.EngineFolders;
import dev.recua.supervisor.engine.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `GET /api/events`, `/api/status` and the logs, as a dashboard meets them.
class EventsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void aStreamBeginsWithEverythingAsItIs() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        house.post(CHAT, CHAT_A, "X-Request-Id", "mine");
        await().until(() -> statusOf("a:1b").equals("ready"));

        try (var events = EventReader.open(house, "/api/events")) {
            Told first = events.next();

            assertThat(events.head)
                    .startsWith("HTTP/1.1 200 OK\n")
                    .containsIgnoringCase("content-type: text/event-stream")
                    .containsIgnoringCase("cache-control: no-store");
            assertThat(first.name()).isEqualTo("snapshot");
            assertThat(first.id()).matches("[a-z0-9]+-\\d+");
            var snapshot = WireJson.mapper().treeToValue(first.data(), GatewaySnapshot.class);
            assertThat(snapshot.info().version()).isEqualTo("1.2.3");
            assertThat(snapshot.status().status()).isEqualTo(LlamaServiceStatus.READY);
            assertThat(snapshot.status().services()).containsOnlyKeys("a:1b");
            assertThat(snapshot.models())
                    .extracting(model -> model.id() + " " + model.status())
                    .containsExactly("a:1b ready", "b:1b initial");
            assertThat(snapshot.requests())
                    .extracting(request -> request.id() + request.phase())
                    .containsExactly("minedone");
            assertThat(snapshot.downloads()).isEmpty();
            assertThat(first.data().path("host").isNull()).isTrue();
        }
    }

    @Test
    void everythingThatALoadAndAnAnswerChangeIsToldInOrder() throws Exception {
        var goOn = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    awaitLatch(goOn);
                    json(out, "{}");
                });
        house.startsByHand().open(folder);
        try (var events = EventReader.open(house, "/api/events")) {
            events.next();
            var answer = house.postAsync(CHAT, CHAT_A, "X-Request-Id", "mine");
            // requests and services are told by two threads: which of two comes first is not said
            List<Told> so = new ArrayList<>();
            untilBoth(events, so, "loading", "starting");
            await().until(() -> !house.engines().isEmpty());
            house.engines().getFirst().ready();
            untilBoth(events, so, "prompt", "ready");
            goOn.countDown();
            untilBoth(events, so, "done", "ready");

            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(values(so, "llamaStatus", "/data/status"))
                    .containsExactly("starting", "ready");
            assertThat(values(so, "llamaStatus", "/data/models/0/status"))
                    .containsExactly("starting", "ready");
            assertThat(values(so, "request", "/phase"))
                    .containsSubsequence("loading", "prompt", "done");
            assertThat(values(so, "request", "/id")).containsOnly("mine");
            assertThat(values(so, "request", "/status").getLast()).isEqualTo("200");
            List<Told> rest =
                    events.until(
                            told ->
                                    told.name().equals("model")
                                            && text(told, "/status").equals("ready")
                                            && text(told, "/running").equals("0"));
            assertThat(rest.getLast().data().path("child").path("pid").asLong()).isPositive();
        }
    }

    @Test
    void theNumbersCountWithoutAGapAndOneWhoComesBackMissesNothing() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        String seen;
        try (var events = EventReader.open(house, "/api/events")) {
            seen = events.next().id();
        }
        house.post(CHAT, CHAT_A);
        await().until(() -> statusOf("a:1b").equals("ready"));
        try (var events = EventReader.open(house, "/api/events", "Last-Event-ID: " + seen)) {
            List<Told> missed =
                    events.until(
                            told ->
                                    told.name().equals("model")
                                            && text(told, "/status").equals("ready"));

            long number = number(seen);
            for (Told told : missed) assertThat(number(told.id())).isEqualTo(++number);
            assertThat(values(missed, "llamaStatus", "/data/status"))
                    .containsExactly("starting", "ready");
        }
        try (var events = EventReader.open(house, "/api/events", "Last-Event-ID: other-1")) {
            assertThat(events.next().name()).isEqualTo("snapshot");
        }
    }

    @Test
    void onlyWhatIsAskedForIsTold() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        try (var events = EventReader.open(house, "/api/events?only=llamaStatus,engine")) {
            assertThat(events.next().name()).isEqualTo("snapshot");
            house.post(CHAT, CHAT_A);

            assertThat(events.next().data().at("/data/status").asString()).isEqualTo("starting");
            assertThat(events.next().data().at("/data/status").asString()).isEqualTo("ready");
            house.order("/api/swap/stop", "");
            List<Told> stopping =
                    events.until(told -> text(told, "/data/status").equals("initial"));
            assertThat(values(stopping, "llamaStatus", "/data/status"))
                    .containsExactly("stopping", "initial");
        }
        var wrong = house.get("/api/events?only=lamaStatus");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("only", "lamaStatus", "llamaStatus");
    }

    @Test
    void aCrashAndTheRecoveryAreToldStepByStep() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        house.post(CHAT, CHAT_A);
        try (var events = EventReader.open(house, "/api/events?only=llamaStatus")) {
            events.next();
            house.engines().getFirst().die();

            List<Told> told = events.until(it -> text(it, "/data/status").equals("ready"));
            assertThat(values(told, "llamaStatus", "/data/status"))
                    .containsExactly("crashed", "starting", "ready");
            assertThat(text(told.getFirst(), "/data/lastError")).contains("SIGKILL");
            assertThat(text(told.getFirst(), "/data/retries")).isEqualTo("1");
            assertThat(told.getLast().data().at("/data/lastError").isNull()).isTrue();
        }
    }

    @Test
    void oneWhoLeavesIsForgottenAtOnceAndOneWhoDoesNotReadHoldsUpNobody() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        try (var stalled = EventReader.open(house, "/api/events");
                var reader = EventReader.open(house, "/api/events?only=request")) {
            reader.next();
            for (int i = 0; i < 400; i++) house.post(CHAT, CHAT_A, "X-Request-Id", "r" + i);
            reader.until(
                    told ->
                            text(told, "/id").equals("r399")
                                    && text(told, "/phase").equals("done"));
            assertThat(stalled.next().name()).isEqualTo("snapshot");
        }
        await().until(() -> house.gateway().listeners() == 0);
    }

    @Test
    void anotherEngineIsTold() throws Exception {
        var engines = new EngineFolders(folder);
        engines.installed("0.7.0", 700, Variant.CPU);
        engines.installed("0.2.0", 200, Variant.CPU);
        house.open(folder);
        try (var events = EventReader.open(house, "/api/events?only=engine")) {
            events.next();
            house.order("/api/engines/0.2.0/use", "");

            List<Told> told = events.until(it -> text(it, "/engines/1/active").equals("true"));
            assertThat(told.getLast().name()).isEqualTo("engine");
            assertThat(text(told.getLast(), "/engines/1/version")).isEqualTo("0.2.0");
        }
    }

    @Test
    void aStreamIsForOurOwnPagesAndForWhoHasTheKey() throws Exception {
        house.apiKey("secret-of-this-house").open(folder);

        assertThat(house.get("/api/events").statusCode()).isEqualTo(401);
        assertThat(house.get("/api/events", "Origin", "http://localhost:3000").statusCode())
                .isEqualTo(403);
        try (var events =
                EventReader.open(
                        house, "/api/events", "Authorization: Bearer secret-of-this-house")) {
            assertThat(events.next().name()).isEqualTo("snapshot");
        }
    }

    @Test
    void theStatusIsThereForWhoAsksOnce() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        await().until(() -> status().status() == LlamaServiceStatus.READY);
        assertThat(status().services()).isEmpty();
        assertThat(status().startedAt()).isEqualTo("1970-01-01T00:00:00Z");
        house.post(CHAT, CHAT_A);

        assertThat(status().services().keySet()).containsExactly("a:1b");
        assertThat(status().models())
                .extracting(model -> model.id() + " " + model.status())
                .containsExactly("a:1b READY", "b:1b INITIAL");
    }

    @Test
    void theLogsAreReadFromTheirFilesByLevel() throws Exception {
        house.open(folder);
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                logs.resolve("gateway.log"),
                """
                2026-01-01T01:00:00.250+01:00 INFO  Fleet model ready model=a:1b
                2026-01-01T01:00:01.000+01:00 ERROR Routes request failed
                java.lang.IllegalStateException: here
                2026-01-01T01:00:02.000+01:00 WARN  Fleet engine died
                """);
        Files.writeString(
                logs.resolve("a_1b.log"), "0.00.014.272 W srv  no key\nplain\n0.00.1.1 I x\n");

        assertThat(house.get("/api/logs?level=warn&lines=3").body())
                .isEqualTo(
                        "{\"lines\":[{\"at\":\"2026-01-01T00:00:01Z\",\"level\":\"error\",\"source\":\"gateway\",\"text\":\"request failed\"},"
                                + "{\"at\":\"2026-01-01T00:00:01Z\",\"level\":\"error\",\"source\":\"gateway\",\"text\":\"java.lang.IllegalStateException: here\"},"
                                + "{\"at\":\"2026-01-01T00:00:02Z\",\"level\":\"warn\",\"source\":\"gateway\",\"text\":\"engine died\"}]}");
        assertThat(house.get("/api/logs?lines=1").body())
                .contains("engine died")
                .doesNotContain("ready");
        assertThat(house.get("/api/logs?source=a:1b&level=warn").body())
                .contains("no key", "\"source\":\"a:1b\"")
                .doesNotContain("plain");
        assertThat(house.get("/api/logs?source=none").statusCode()).isEqualTo(404);
        assertThat(house.get("/api/logs?level=loud").statusCode()).isEqualTo(400);
    }

    @Test
    void newLinesOfTheGatewayComeAsTheyAreWritten() throws Exception {
        house.open(folder);
        try (var _ = LogLines.of("dev.recua.gateway.http.Visitor");
                var stream =
                        EventReader.open(house, "/api/logs/stream?source=gateway&level=info")) {
            house.get("/api/nothing");

            Told line = stream.until(told -> text(told, "/text").startsWith("refused")).getLast();
            assertThat(line.name()).isEqualTo("log");
            assertThat(line.data().path("level").asString()).isEqualTo("info");
            assertThat(line.data().path("source").asString()).isEqualTo("gateway");
            assertThat(line.data().path("at").asString()).endsWith("Z");
        }
    }

    private GatewayStatus status() throws Exception {
        return WireJson.mapper().readValue(house.get("/api/status").body(), GatewayStatus.class);
    }

    private String statusOf(String model) throws Exception {
        JsonNode info = WireJson.mapper().readTree(house.get("/api/models/" + model).body());
        return info.path("status").asString();
    }

    /// Reads on until a request was in that phase and the gateway had that status.
    private static void untilBoth(EventReader events, List<Told> told, String phase, String status)
            throws Exception {
        while (!values(told, "request", "/phase").contains(phase)
                || !values(told, "llamaStatus", "/data/status").contains(status))
            told.add(events.next());
    }

    private static List<String> values(List<Told> told, String name, String pointer) {
        return told.stream()
                .filter(it -> it.name().equals(name))
                .map(it -> text(it, pointer))
                .toList();
    }

    private static String text(Told told, String pointer) {
        return told.data().at(pointer).asString("");
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
