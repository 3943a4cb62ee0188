package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.chunk;
import static dev.recua.gateway.PlayedEngine.json;
import static dev.recua.gateway.PlayedEngine.streamHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole gateway but for real processes: engines are played, so each byte and each death comes
/// when the test says so.
class GatewayTest {
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";
    private static final String CHAT_B = "{\"model\":\"b:1b\",\"messages\":[]}";
    private static final String STREAM_A = "{\"model\":\"a:1b\",\"stream\":true}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void anAnswerPassesUnchangedWithTheModelsNameAndTheRequestsId() throws Exception {
        house.engine((engine, head, out) -> json(out, "{ \"exact\" :  \"bytes\" }"));
        house.open(folder);

        var answer = house.post("/v1/chat/completions", CHAT_A, "X-Request-Id", "mine-1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{ \"exact\" :  \"bytes\" }");
        assertThat(answer.headers().firstValue("X-Recua-Model")).contains("a:1b");
        assertThat(answer.headers().firstValue("X-Request-Id")).contains("mine-1");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void theCallersKeysNeverReachAChildWhichHasItsOwn() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);

        house.post(
                "/v1/chat/completions",
                CHAT_A,
                "Authorization",
                "Bearer sk-caller",
                "x-api-key",
                "sk-caller-too");

        PlayedEngine engine = house.engines().getFirst();
        assertThat(engine.heads.peek())
                .doesNotContain("sk-caller")
                .containsIgnoringCase("authorization: Bearer " + engine.apiKey().orElseThrow());
    }

    @Test
    void aRequestByWholeAddressReachesTheEngineByPath() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        String absolute = "http://127.0.0.1:" + house.gateway().port() + "/v1/chat/completions?a=1";

        try (var client = house.socket(absolute, CHAT_A)) {
            byte[] status = client.getInputStream().readNBytes("HTTP/1.1 200".length());
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }

        assertThat(house.engines().getFirst().heads.peek())
                .startsWith("POST /v1/chat/completions?a=1 HTTP/1.1");
    }

    @Test
    void aClientThatLeavesItsStreamIsLoggedAs499() throws Exception {
        var left = new CompletableFuture<Void>();
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, "data: first\n\n");
                    out.awaitClosed();
                    left.complete(null);
                });
        house.open(folder);
        try (var log = LogLines.of("dev.recua.gateway.requests.AccessLog")) {
            try (var client = house.socket("/v1/chat/completions", STREAM_A)) {
                client.getInputStream().readNBytes("HTTP/1.1 200".length());
            }

            left.get(5, TimeUnit.SECONDS);
            await().until(() -> log.lines().stream().anyMatch(l -> l.contains("status=499")));
        }
    }

    @Test
    void noCallerWritesALineOfOurLog() throws Exception {
        house.open(folder);
        try (var log = LogLines.of("dev.recua.gateway.http.Visitor")) {
            house.post("/v1/chat/completions", "{\"model\":\"x\\nforged \\u001b[31m\"}");

            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().getFirst()).contains("x?forged ?[31m").doesNotContain("\n");
        }
    }

    @Test
    void aClientThatLeavesDuringASilentPromptFreesItsPlace() throws Exception {
        var reached = new CountDownLatch(1);
        var left = new CompletableFuture<Void>();
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    out.awaitClosed();
                    left.complete(null);
                });
        house.open(folder);
        try (var _ = house.socket("/v1/chat/completions", STREAM_A)) {
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        }

        left.get(5, TimeUnit.SECONDS);
        await().until(() -> house.loaded("a:1b").orElseThrow().idle());
    }

    @Test
    void aClientThatLeavesTheQueueCausesNoLoad() throws Exception {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    awaitLatch(goOn);
                    json(out, "{}");
                });
        house.open(folder);
        var first = house.postAsync("/v1/chat/completions", CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        try (var _ = house.socket("/v1/chat/completions", CHAT_B)) {
            await().until(() -> house.gateway().schedule().queue().size() == 1);
        }
        await().until(() -> house.gateway().schedule().queue().isEmpty());
        goOn.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(house.launches()).isEqualTo(1);
    }

    @Test
    void aSwapWaitsForTheRunningAnswerAndThenLoadsTheOtherModel() throws Exception {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    awaitLatch(goOn);
                    json(out, "{\"from\":\"a\"}");
                });
        house.engine((engine, head, out) -> json(out, "{\"from\":\"b\"}"));
        house.open(folder);
        var first = house.postAsync("/v1/chat/completions", CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        var second = house.postAsync("/v1/chat/completions", CHAT_B);
        await().until(() -> house.gateway().schedule().queue().size() == 1);
        assertThat(house.engines().getFirst().toldToLeave).isNotDone();
        goOn.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS).body()).isEqualTo("{\"from\":\"a\"}");
        assertThat(second.get(10, TimeUnit.SECONDS).body()).isEqualTo("{\"from\":\"b\"}");
        assertThat(house.engines().getFirst().toldToLeave).isDone();
    }

    @Test
    void whoWaitsTooLongIsToldSo() throws Exception {
        var goOn = new CountDownLatch(1);
        var reached = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    awaitLatch(goOn);
                    json(out, "{}");
                });
        house.maxWait(Duration.ofMillis(200)).open(folder);
        var first = house.postAsync("/v1/chat/completions", CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        var late = house.post("/v1/chat/completions", CHAT_B);

        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).contains("wait_timeout", "b:1b");
        assertThat(late.headers().firstValue("Retry-After")).isPresent();
        goOn.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownModelIsNotFoundAndTheNearestNamesAreTold() throws Exception {
        house.open(folder);

        var answer = house.post("/v1/chat/completions", "{\"model\":\"a:2b\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("model_not_found", "\"nearest\":[\"a:1b\"");
        assertThat(house.launches()).isZero();
    }

    @Test
    void aBodyThatIsNoJsonOrNoObjectOrNamesNoModelIsRefusedWithTheReason() throws Exception {
        house.open(folder);

        assertThat(house.post("/v1/chat/completions", "{\"model\":").body())
                .contains("invalid_json", "byte 9");
        assertThat(house.post("/v1/chat/completions", "[]").body()).contains("invalid_request");
        assertThat(house.post("/v1/chat/completions", "{}").body())
                .contains("model_required", "a:1b", "b:1b");
    }

    @Test
    void aWrongRouteOrMethodIsNotFound() throws Exception {
        house.open(folder);

        assertThat(house.get("/v1/chat/completions").statusCode()).isEqualTo(404);
        assertThat(house.post("/v1/nothing", "{}").body()).contains("not_found", "/v1/nothing");
    }

    @Test
    void modelsAreListedAndDescribedByAnyOfTheirNames() throws Exception {
        house.open(folder);

        assertThat(house.get("/v1/models").body())
                .contains("\"id\":\"a:1b\"", "\"id\":\"b:1b\"", "\"value\":\"unloaded\"");
        assertThat(house.get("/v1/models/a:1b").body()).contains("\"id\":\"a:1b\"");
        assertThat(house.get("/v1/models/a%3A1b").body()).contains("\"id\":\"a:1b\"");
        assertThat(house.get("/v1/models/none").statusCode()).isEqualTo(404);
    }

    @Test
    void noNameIsTheNameOfNoModelEvenWhereOneIsTheDefault() throws Exception {
        house.defaultModel("a:1b").open(folder);

        var answer = house.get("/v1/models/");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"not_found\"", "GET /v1/models/");
    }

    @Test
    void theAdminListTellsWhereEachModelComesFromAndWhatItDoesNow() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        house.post("/v1/chat/completions", CHAT_A);

        assertThat(house.get("/api/models").body())
                .contains("\"id\":\"a:1b\"", "\"source\":\"user\"", "\"size\":1000")
                .contains("\"path\":\"/models/a-1b.gguf\"", "\"modified_at\":0")
                .contains("\"status\":\"ready\"", "\"status\":\"initial\"")
                .contains("\"port\":" + house.engines().getFirst().port());
        assertThat(house.get("/api/models/b:1b").body())
                .contains("\"id\":\"b:1b\"", "\"child\":null");
        assertThat(house.get("/api/models/none").statusCode()).isEqualTo(404);
    }

    @Test
    void theAdminApiRefusesAWrongMethodAndPagesOfLocalApplications() throws Exception {
        house.open(folder);

        var wrong = house.post("/api/models", "{}");
        var page = house.post("/api/models", "{}", "Origin", "http://localhost:3000");

        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.body()).contains("method_not_allowed");
        assertThat(wrong.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(page.statusCode()).isEqualTo(403);
    }

    @Test
    void foreignPagesAreRefusedAndLocalApplicationsGetCorsForExactlyTheirOrigin() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);

        var foreign = house.post("/v1/chat/completions", CHAT_A, "Origin", "https://evil.example");
        var local = house.post("/v1/chat/completions", CHAT_A, "Origin", "http://localhost:3000");

        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("forbidden_origin");
        assertThat(local.statusCode()).isEqualTo(200);
        assertThat(local.headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly("http://localhost:3000");
        assertThat(house.rawGet("/v1/models", "evil.example")).contains("403", "forbidden_host");
    }

    @Test
    void withAKeyEverythingButHealthNeedsIt() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.apiKey("secret-key").open(folder);

        assertThat(house.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(house.get("/v1/models").statusCode()).isEqualTo(401);
        assertThat(
                        house.post("/v1/chat/completions", CHAT_A, "Authorization", "Bearer wrong")
                                .body())
                .contains("invalid_api_key")
                .doesNotContain("secret-key");
        for (List<String> header :
                List.of(
                        List.of("Authorization", "Bearer secret-key"),
                        List.of("x-api-key", "secret-key"))) {
            var answer =
                    house.post("/v1/chat/completions", CHAT_A, header.getFirst(), header.getLast());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aGatewayThatStopsRefusesWhoWaitsAndLetsARunningAnswerFinish() throws Exception {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    awaitLatch(goOn);
                    json(out, "{\"finished\":true}");
                });
        house.open(folder);
        var running = house.postAsync("/v1/chat/completions", CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        var waiting = house.postAsync("/v1/chat/completions", CHAT_B);
        await().until(() -> house.gateway().schedule().queue().size() == 1);

        var closing = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            house.gateway().close();
                            closing.complete(null);
                        });

        assertThat(waiting.get(5, TimeUnit.SECONDS).body()).contains("shutting_down");
        assertThat(house.engines().getFirst().toldToLeave).isNotDone();
        goOn.countDown();
        assertThat(running.get(5, TimeUnit.SECONDS).body()).isEqualTo("{\"finished\":true}");
        closing.get(3, TimeUnit.SECONDS);
        assertThat(house.engines().getFirst().toldToLeave).isDone();
    }

    @Test
    void aStreamThatOutlastsTheFarewellEndsWithAnErrorEvent() throws Exception {
        var reached = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, "data: first\n\n");
                    reached.countDown();
                    out.awaitClosed();
                });
        house.open(folder);
        var wire = CompletableFuture.supplyAsync(() -> house.raw("/v1/chat/completions", STREAM_A));
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        house.gateway().close();

        assertThat(wire.get(3, TimeUnit.SECONDS))
                .contains("data: first\n\n", "shutting_down")
                .doesNotContain("\r\n0\r\n");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
