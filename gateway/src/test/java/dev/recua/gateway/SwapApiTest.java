package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.admin.InferenceAnswer;
import dev.recua.client.admin.RunningModels;
import dev.recua.client.admin.SwapExport;
import dev.recua.client.admin.SwapResult;
import dev.recua.client.admin.SwapStatus;
import dev.recua.client.wire.ModelList;
import dev.recua.client.wire.ModelRow;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.admin.LlamaSwapRules;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Serving as a whole, in the words of those that Recua takes over from: `/api/swap/…`,
/// llama-swap's own paths, and `/api/inference`.
class SwapApiTest {
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";
    private static final String QUESTION = "{\"modelId\":\"a:1b\",\"prompt\":\"Say \\\"hi\\\".\"}";
    private static final String ANSWER =
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,"
                    + "\"completion_tokens\":1,\"total_tokens\":6,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":2}}}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void stoppedItServesNoModelUntilItIsStarted() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        house.post("/v1/chat/completions", CHAT_A);

        SwapStatus before = read(house.get("/api/swap/status"), SwapStatus.class);
        var stopped = read(house.order("/api/swap/stop", ""), SwapResult.class);
        var refused = house.post("/v1/chat/completions", CHAT_A);
        var load = house.order("/api/models/a:1b/load", "");
        var started = read(house.order("/api/swap/start", ""), SwapResult.class);

        String url = "http://127.0.0.1:" + house.gateway().port();
        long pid = ProcessHandle.current().pid();
        int port = house.gateway().port();
        assertThat(before).isEqualTo(new SwapStatus(true, true, port, pid, url, "running"));
        assertThat(stopped)
                .isEqualTo(
                        new SwapResult(
                                true, new SwapStatus(false, true, port, pid, null, "stopped")));
        assertThat(house.engines().getFirst().toldToLeave).isDone();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"stopped\"");
        assertThat(load.statusCode()).isEqualTo(503);
        assertThat(started).isEqualTo(new SwapResult(true, before));
        assertThat(house.post("/v1/chat/completions", CHAT_A).statusCode()).isEqualTo(200);
    }

    @Test
    void whatRunsMayFinishBeforeItIsStopped() throws Exception {
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

        var begun = house.order("/api/swap/stop?wait=false", "");

        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(read(begun, SwapResult.class).status().phase()).isEqualTo("stopping");
        goOn.countDown();
        assertThat(running.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await().until(
                        () ->
                                read(house.get("/api/swap/status"), SwapStatus.class)
                                        .phase()
                                        .equals("stopped"));
    }

    @Test
    void aRestartWaitsForTheRealEndOfTheEnginesAndServesAgain() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        house.post("/v1/chat/completions", CHAT_A);

        var restarted = read(house.order("/api/swap/restart", ""), SwapResult.class);

        assertThat(restarted.status().phase()).isEqualTo("running");
        assertThat(house.engines().getFirst().gone).isDone();
        assertThat(house.post("/v1/chat/completions", CHAT_A).statusCode()).isEqualTo(200);
        assertThat(house.launches()).isEqualTo(2);
    }

    /// The restart was ordered first, and its drain takes long: the later word counts.
    @Test
    void aStopThatIsOrderedDuringARestartIsNotUndoneByIt() throws Exception {
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

        house.order("/api/swap/restart?wait=false", "");
        house.order("/api/swap/stop?wait=false", "");
        goOn.countDown();

        assertThat(running.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await().until(() -> !phase().equals("stopping"));
        assertThat(phase()).isEqualTo("stopped");
    }

    @Test
    void itsModelsAreThoseOfTheOpenAiList() throws Exception {
        house.open(folder);

        ModelList list = read(house.get("/api/swap/models"), ModelList.class);

        assertThat(list.data()).extracting(ModelRow::id).containsExactly("a:1b", "b:1b");
        assertThat(house.get("/api/swap/models").body()).isEqualTo(house.get("/v1/models").body());
    }

    @Test
    void theFileForLlamaSwapIsWrittenWholeAndKeepsItsRules() throws Exception {
        house.idleUnload(Duration.ofMinutes(5)).open(folder);
        Path file = folder.resolve("export/llama-swap/config.yaml");

        var first = read(house.order("/api/swap/config/regenerate", ""), SwapExport.class);
        Files.writeString(file, "damaged");
        house.order("/api/swap/config/regenerate", "");

        assertThat(first).isEqualTo(new SwapExport(true, 2));
        String yaml = Files.readString(file);
        assertThat(LlamaSwapRules.broken(yaml)).isEmpty();
        JsonNode models = new YAMLMapper().readTree(yaml).path("models");
        assertThat(LlamaSwapRules.words(models.path("a:1b").path("cmd").stringValue()))
                .containsExactly(
                        "/opt/llama server/bin",
                        "--model",
                        "/models/a-1b.gguf",
                        "--port",
                        "${PORT}");
        assertThat(models.path("a:1b").path("ttl").intValue()).isEqualTo(300);
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void whatRunsIsToldInTheShapeOfLlamaSwap() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.idleUnload(Duration.ofMinutes(5)).open(folder);
        assertThat(house.get("/running").body()).isEqualTo("{\"running\":[]}");
        house.post("/v1/chat/completions", CHAT_A);

        var running = read(house.get("/running"), RunningModels.class).running();

        assertThat(running)
                .containsExactly(
                        new RunningModels.RunningModel(
                                "a:1b",
                                "ready",
                                "llama-server ",
                                "http://127.0.0.1:" + house.engines().getFirst().port(),
                                300,
                                "a:1b",
                                ""));
    }

    @Test
    void everythingIsUnloadedByGetAndByPostWithoutAnyHeader() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        house.post("/v1/chat/completions", CHAT_A);

        assertThat(house.get("/unload").body()).isEqualTo("OK");
        assertThat(house.gateway().schedule().residents()).isEmpty();
        house.post("/v1/chat/completions", CHAT_A);
        assertThat(house.post("/unload", "").body()).isEqualTo("OK");
        assertThat(house.gateway().schedule().residents()).isEmpty();
    }

    @Test
    void theGatewaysLogIsShownFromItsEnd() throws Exception {
        house.open(folder);
        assertThat(house.get("/logs").body()).isEmpty();
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                folder.resolve("logs/gateway.log"), ("y".repeat(99) + "\n").repeat(5_000));

        var log = house.get("/logs");

        assertThat(log.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(log.body()).hasSizeBetween(100_000, 100 * 1024).startsWith("yyy");
    }

    @Test
    void aQuestionIsAskedAsAChatAndItsAnswerIsTold() throws Exception {
        var heads = new CompletableFuture<String>();
        house.engine(
                (engine, head, out) -> {
                    heads.complete(head);
                    json(out, ANSWER);
                });
        house.open(folder);

        var answer =
                house.post(
                        "/api/inference",
                        QUESTION,
                        "Content-Type",
                        "application/json",
                        "X-Request-Id",
                        "mine-7");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(heads.get(5, TimeUnit.SECONDS)).startsWith("POST /v1/chat/completions ");
        var said = read(answer, InferenceAnswer.class);
        assertThat(said.modelId()).isEqualTo("a:1b");
        assertThat(said.response()).isEqualTo("hi");
        assertThat(said.finishReason()).isEqualTo("stop");
        assertThat(said.usage()).isNotNull();
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("mine-7");
        assertThat(answer.headers().firstValue("X-Recua-Model")).contains("a:1b");
    }

    @Test
    void theCallersKeyIsTheOneThatCounts() throws Exception {
        house.engine((engine, head, out) -> json(out, ANSWER));
        house.apiKey("secret-of-this-house").open(folder);

        var without = house.order("/api/inference", QUESTION);
        var with =
                house.post(
                        "/api/inference",
                        QUESTION,
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer secret-of-this-house");

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(with.statusCode()).isEqualTo(200);
    }

    @Test
    void whatAModelRouteRefusesIsPassedOn() throws Exception {
        house.open(folder);

        var unknown = house.order("/api/inference", "{\"modelId\":\"a:2b\",\"prompt\":\"\"}");
        house.order("/api/swap/stop", "");
        var stopped = house.order("/api/inference", QUESTION);

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("model_not_found", "\"nearest\":[\"a:1b\"");
        assertThat(stopped.statusCode()).isEqualTo(503);
        assertThat(stopped.headers().firstValue("Retry-After")).contains("30");
    }

    @Test
    void aCallerThatLeavesItsQuestionFreesTheModel() throws Exception {
        var reached = new CountDownLatch(1);
        var left = new CompletableFuture<Void>();
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    out.awaitClosed();
                    left.complete(null);
                });
        house.open(folder);
        try (var _ = house.orderAndDoNotRead("/api/inference", QUESTION)) {
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        }

        left.get(5, TimeUnit.SECONDS);
        house.get("/unload");
        assertThat(house.gateway().schedule().residents()).isEmpty();
    }

    private static <T> T read(HttpResponse<String> answer, Class<T> type) {
        return WireJson.mapper().readValue(answer.body(), type);
    }

    private String phase() throws Exception {
        return read(house.get("/api/swap/status"), SwapStatus.class).phase();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
