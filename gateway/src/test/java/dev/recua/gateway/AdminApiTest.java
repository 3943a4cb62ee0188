package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.admin.GatewayInfo;
import dev.recua.client.admin.LogLine;
import dev.recua.client.admin.LogLines;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.scheduling.LoadFailure;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway's own API: who answers, models, their loading and unloading, their logs, the end.
class AdminApiTest {
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void itSaysWhoAnswersAndWithWhat() throws Exception {
        house.open(folder);

        var info = read(house.get("/api/info"), GatewayInfo.class);

        assertThat(info.version()).isEqualTo("1.2.3");
        assertThat(info.url()).isEqualTo("http://127.0.0.1:" + house.gateway().port());
        assertThat(info.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(info.startedAt()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(info.engine()).isEqualTo(TestHouse.ENGINE);
        assertThat(info.folders())
                .containsOnlyKeys(
                        "config", "models", "hub", "engines", "kv", "export", "logs", "state",
                        "tmp", "run")
                .containsEntry("config", folder.toString())
                .containsEntry("logs", folder.resolve("logs").toString());
    }

    @Test
    void toldToEndItSaysWhoEndsAndThenDoes() throws Exception {
        house.open(folder);

        var answer = house.order("/api/shutdown", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(read(answer, GatewayInfo.class).pid()).isEqualTo(ProcessHandle.current().pid());
        house.toldToEnd.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aModelIsLoadedAndUnloadedByOrder() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.idleUnload(Duration.ofMinutes(5)).open(folder);

        var loaded = house.order("/api/models/a%3A1b/load", "{}");
        assertThat(loaded.statusCode()).isEqualTo(200);
        ModelInfo model = read(loaded, ModelInfo.class);
        assertThat(model.status()).isEqualTo("ready");
        assertThat(model.running()).isZero();
        assertThat(model.idleUnloadAt()).isNotNull();
        assertThat(Objects.requireNonNull(model.child()).port())
                .isEqualTo(house.engines().getFirst().port());

        var unloaded = house.order("/api/models/a:1b/unload", "");
        assertThat(unloaded.statusCode()).isEqualTo(200);
        assertThat(read(unloaded, ModelInfo.class).status()).isEqualTo("initial");
        assertThat(read(unloaded, ModelInfo.class).child()).isNull();
        assertThat(house.engines().getFirst().toldToLeave).isDone();
    }

    /// Vert.x' own reader of queries throws at `%zz`; it was answered with 500.
    @Test
    void aParameterThatIsWronglyEncodedMeansNothing() throws Exception {
        house.open(folder);

        String answer = house.rawGet("/api/models/a:1b/log?lines=%zz", "localhost");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("The parameter lines is '%zz'.");
    }

    @Test
    void aBrokenBodyIsToldWithTheFieldsThatThisRouteTakes() throws Exception {
        house.open(folder);

        var answer = house.order("/api/inference", "{");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"invalid_json\"", "modelId, prompt, temperature, maxTokens")
                .doesNotContain("messages");
    }

    @Test
    void unloadingWhatIsNotLoadedIsDoneAtOnce() throws Exception {
        house.open(folder);

        var answer = house.order("/api/models/a:1b/unload?wait=false", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(house.launches()).isZero();
    }

    @Test
    void whoDoesNotWantToWaitGetsTheModelAsItIs() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.startsByHand().open(folder);

        var begun = house.order("/api/models/a:1b/load?wait=false", "");

        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(read(begun, ModelInfo.class).status()).isEqualTo("starting");
        await().until(() -> !house.engines().isEmpty());
        house.engines().getFirst().ready();
        await().until(() -> status("a:1b").equals("ready"));
    }

    @Test
    void anUnloadWaitsForTheAnswerThatRunsUnlessItIsForced() throws Exception {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    awaitLatch(goOn);
                    json(out, "{}");
                });
        house.open(folder);
        var running = house.postAsync("/v1/chat/completions", CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        var begun = house.order("/api/models/a:1b/unload?wait=false", "");
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(read(begun, ModelInfo.class).status()).isEqualTo("stopping");
        assertThat(house.engines().getFirst().toldToLeave).isNotDone();

        var forced = house.order("/api/models/a:1b/unload?force=true", "");
        assertThat(forced.statusCode()).isEqualTo(200);
        assertThat(error(running.get(10, TimeUnit.SECONDS)).code()).isEqualTo("stopped");
        goOn.countDown();
    }

    @Test
    void aLoadThatFailsAnswersAsOnAModelRoute() throws Exception {
        house.failing(
                new LoadFailure(
                        LoadFailure.Kind.FAILED,
                        "the file is broken.",
                        "bad_magic",
                        true,
                        OptionalInt.of(1),
                        List.of("last words")));
        house.open(folder);

        var answer = house.order("/api/models/a:1b/load", "");

        assertThat(answer.statusCode()).isEqualTo(502);
        ApiError error = error(answer);
        assertThat(error.code()).isEqualTo("model_load_failed");
        assertThat(String.valueOf(error.details())).contains("bad_magic", "last words", "1");
        // it is remembered, so a request is told at once
        var asked = house.post("/v1/chat/completions", "{\"model\":\"a:1b\"}");
        assertThat(error(asked).code()).isEqualTo("model_load_failed");
        assertThat(house.launches()).isEqualTo(1);
        // a person who orders it wants it tried
        var again = house.order("/api/models/a:1b/load", "");
        assertThat(error(again).code()).isEqualTo("model_load_failed");
        assertThat(house.launches()).isEqualTo(2);
    }

    @Test
    void aCallerThatLeavesWhileItWaitsLeavesNothingBehind() throws Exception {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    awaitLatch(goOn);
                    json(out, "{}");
                });
        house.open(folder);
        var running = house.postAsync("/v1/chat/completions", CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        try (var _ = house.orderAndDoNotRead("/api/models/b:1b/load")) {
            await().until(() -> house.gateway().schedule().queue().size() == 1);
        }

        await().until(() -> house.gateway().schedule().queue().isEmpty());
        goOn.countDown();
        assertThat(running.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(house.launches()).isEqualTo(1);
    }

    @Test
    void theLogOfAModelIsReadFromItsEnd() throws Exception {
        house.open(folder);
        assertThat(lines("/api/models/a:1b/log")).isEmpty();
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                folder.resolve("logs/a_1b.log"),
                "0.00.000.796 I srv  one\n0.00.014.272 W srv  two\nthree\n");

        assertThat(lines("/api/models/a:1b/log?lines=2"))
                .containsExactly(
                        new LogLine(null, "warn", "a:1b", "0.00.014.272 W srv  two"),
                        new LogLine(null, "info", "a:1b", "three"));
        assertThat(lines("/api/models/a:1b/log?lines=0")).hasSize(1);
        assertThat(lines("/api/models/a:1b/log?lines=999999999")).hasSize(3);
    }

    @Test
    void anUnknownModelIsNotFoundWhateverIsWanted() throws Exception {
        house.open(folder);

        assertThat(house.get("/api/models/a:2b").statusCode()).isEqualTo(404);
        assertThat(house.get("/api/models/a:2b/log").statusCode()).isEqualTo(404);
        assertThat(error(house.order("/api/models/a:2b/load", "")).nearest()).contains("a:1b");
        assertThat(house.order("/api/models/a:2b/unload", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() throws Exception {
        house.open(folder);

        assertThat(house.get("/api/models/a:1b/load").statusCode()).isEqualTo(405);
        assertThat(allow(house.get("/api/models/a:1b/load"))).isEqualTo("POST");
        assertThat(allow(house.order("/api/info", ""))).isEqualTo("GET, HEAD");
        assertThat(allow(house.order("/running", ""))).isEqualTo("GET, HEAD");
        assertThat(error(house.get("/api/shutdown")).code()).isEqualTo("method_not_allowed");
    }

    @Test
    void anOrderMustSayThatItIsJson() throws Exception {
        house.open(folder);

        var unsaid = house.post("/api/models/a:1b/load", "");
        var form = house.post("/api/shutdown", "a=b", "Content-Type", "text/plain");

        assertThat(unsaid.statusCode()).isEqualTo(400);
        assertThat(error(unsaid).code()).isEqualTo("invalid_request");
        assertThat(error(unsaid).hint()).contains("Content-Type: application/json");
        assertThat(form.statusCode()).isEqualTo(400);
        assertThat(house.toldToEnd).isNotDone();
        assertThat(
                        house.post(
                                        "/api/models/a:1b/unload",
                                        "",
                                        "Content-Type",
                                        "Application/JSON; charset=utf-8")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsWrongWithAQueryOrABodyIsNamed() throws Exception {
        house.open(folder);

        var query = house.order("/api/models/a:1b/load?wait=maybe", "");
        assertThat(query.statusCode()).isEqualTo(400);
        assertThat(error(query).param()).isEqualTo("wait");
        assertThat(error(house.get("/api/models/a:1b/log?lines=few")).param()).isEqualTo("lines");

        assertThat(error(house.order("/api/inference", "{\"modelId\":")).code())
                .isEqualTo("invalid_json");
        assertThat(error(house.order("/api/inference", "[]")).hint()).contains("modelId, prompt");
        assertThat(error(house.order("/api/inference", "")).param()).isEqualTo("modelId");
        var negative = "{\"modelId\":\"a:1b\",\"prompt\":\"\",\"maxTokens\":0}";
        assertThat(error(house.order("/api/inference", negative)).message())
                .contains("maxTokens must be at least 1");
    }

    @Test
    void anOrderThatIsTooLargeIsRefused() throws Exception {
        house.open(folder);

        var answer = house.order("/api/inference", "{\"prompt\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(error(answer).code()).isEqualTo("request_too_large");
    }

    @Test
    void pagesOfLocalApplicationsAreRefusedEvenOnPathsOutsideApi() throws Exception {
        house.open(folder);

        var page = house.post("/unload", "", "Origin", "http://localhost:3000");

        assertThat(page.statusCode()).isEqualTo(403);
    }

    private List<LogLine> lines(String path) throws Exception {
        return read(house.get(path), LogLines.class).lines();
    }

    private String status(String model) throws Exception {
        return read(house.get("/api/models/" + model), ModelInfo.class).status();
    }

    private static String allow(HttpResponse<String> answer) {
        return answer.headers().firstValue("Allow").orElse("");
    }

    private static ApiError error(HttpResponse<String> answer) {
        return Objects.requireNonNull(read(answer, ApiError.Body.class).error());
    }

    private static <T> T read(HttpResponse<String> answer, Class<T> type) {
        return WireJson.mapper().readValue(answer.body(), type);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
