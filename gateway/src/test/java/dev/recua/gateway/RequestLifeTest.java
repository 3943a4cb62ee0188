package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.chunk;
import static dev.recua.gateway.PlayedEngine.json;
import static dev.recua.gateway.PlayedEngine.lastChunk;
import static dev.recua.gateway.PlayedEngine.streamHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.admin.RequestInfo;
import dev.recua.client.admin.RequestInfos;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.scheduling.LoadFailure;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A request as its owner sees it from outside: in which phase it is, what it cost, what the log
/// says at its end, and how it is cancelled in each phase.
class RequestLifeTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";
    private static final String CHAT_B = "{\"model\":\"b:1b\",\"messages\":[]}";
    private static final String STREAM_A = "{\"model\":\"a:1b\",\"stream\":true}";
    private static final String COUNTED =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":16,\"completion_tokens\":13,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":15}},\"timings\":{\"cache_n\":15,"
                    + "\"prompt_n\":1,\"predicted_n\":13,\"predicted_per_second\":41.27}}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CompletableFuture<Void> engineWasLeft = new CompletableFuture<>();

    @AfterEach
    void closeTheHouse() {
        goOn.countDown();
        house.close();
    }

    @Test
    void aRequestIsLoadingThenPromptThenStreamingThenDone() throws Exception {
        var more = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    waitFor(goOn);
                    streamHead(out);
                    chunk(out, ":\n\n"); // a sign of life is no answer
                    waitFor(more);
                    chunk(out, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
                    out.awaitClosed();
                });
        house.startsByHand().open(folder);
        try (var client = house.socket(CHAT, STREAM_A)) {
            await().until(() -> house.engines().size() == 1);
            assertThat(only().phase()).isEqualTo("loading");
            assertThat(only().waitMs()).isNotNegative();
            assertThat(only().ttftMs()).isNull();

            house.engines().getFirst().ready();
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(only().phase()).isEqualTo("prompt");
            goOn.countDown();
            readUntil(client, ":\n\n");
            assertThat(only().phase()).isEqualTo("prompt");
            more.countDown();
            readUntil(client, "\"a\"");
            assertThat(only().phase()).isEqualTo("streaming");
            assertThat(only().ttftMs()).isNotNull();
            assertThat(only().status()).isNull();
        }
        await().until(() -> only().phase().equals("failed"));
        assertThat(only().status()).isEqualTo(499);
    }

    @Test
    void aRequestForAModelThatHasNoRoomIsQueuedWithItsPlace() throws Exception {
        holdAnswers();
        house.open(folder);
        house.postAsync(CHAT, CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        house.postAsync(CHAT, CHAT_B);
        await().until(() -> house.gateway().schedule().queue().size() == 1);
        house.postAsync(CHAT, CHAT_B);
        await().until(() -> house.gateway().schedule().queue().size() == 2);

        assertThat(requests())
                .extracting(RequestInfo::phase)
                .containsExactly("queued", "queued", "prompt");
        assertThat(requests()).extracting(RequestInfo::position).containsExactly(1, 0, null);
        assertThat(requests())
                .extracting(RequestInfo::model)
                .containsExactly("b:1b", "b:1b", "a:1b");
    }

    @Test
    void whatAnEngineCountedStandsInTheListAndInOneLineOfTheLog() throws Exception {
        house.engine((engine, head, out) -> json(out, COUNTED));
        house.open(folder);
        try (var log = accessLog();
                var other = refusals()) {
            house.post(CHAT + "?key=secret", CHAT_A, "X-Request-Id", "mine-1");
            await().until(() -> !log.lines().isEmpty());

            assertThat(only().id()).isEqualTo("mine-1");
            assertThat(only().phase()).isEqualTo("done");
            assertThat(only().status()).isEqualTo(200);
            assertThat(only().client()).isEqualTo("127.0.0.1");
            assertThat(only().path()).isEqualTo(CHAT);
            assertThat(only().tokens()).isEqualTo(new RequestInfo.Tokens(16, 15, 13));
            assertThat(only().tokensPerSecond()).isEqualTo(41.27);
            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().getFirst())
                    .startsWith(
                            "answered status=200 request=mine-1 method=POST path=/v1/chat/completions"
                                    + " model=a:1b outcome=done client=127.0.0.1 wait=")
                    .endsWith(" prompt=16 cached=15 generated=13 rate=41.3/s")
                    .doesNotContain("secret");
            assertThat(other.lines()).isEmpty();
        }
    }

    @Test
    void theTailOfAStreamIsReadAlthoughItIsPassedOnUnchanged() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\nda");
                    chunk(out, "ta: " + COUNTED + "\n\ndata: [DO");
                    chunk(out, "NE]\n\n");
                    lastChunk(out);
                });
        house.open(folder);

        assertThat(house.post(CHAT, STREAM_A).body())
                .contains(COUNTED)
                .endsWith("data: [DONE]\n\n");

        await().until(() -> only().phase().equals("done"));
        assertThat(only().tokens()).isEqualTo(new RequestInfo.Tokens(16, 15, 13));
    }

    /// llama-swap §7, row 41.
    @Test
    void failedCallsAreVisibleWithTheirStatus() throws Exception {
        house.failing(
                new LoadFailure(
                        LoadFailure.Kind.FAILED,
                        "its file is not GGUF",
                        "bad_magic",
                        true,
                        OptionalInt.of(1),
                        List.of()));
        house.open(folder);
        try (var log = accessLog();
                var other = refusals()) {
            house.post(CHAT, CHAT_A, "X-Request-Id", "failed-1");

            assertThat(only().id()).isEqualTo("failed-1");
            assertThat(only().phase()).isEqualTo("failed");
            assertThat(only().status()).isEqualTo(502);
            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().getFirst())
                    .startsWith("failed status=502 request=failed-1")
                    .contains("outcome=model_load_failed");
            assertThat(other.lines()).isEmpty();
        }
    }

    @Test
    void anErrorOfTheEngineIsVisibleToo() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    out.write(
                            "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                });
        house.open(folder);
        try (var log = accessLog()) {
            house.post(CHAT, CHAT_A);
            await().until(() -> !log.lines().isEmpty());

            assertThat(only().phase()).isEqualTo("failed");
            assertThat(only().status()).isEqualTo(400);
            assertThat(log.lines().getFirst()).contains("status=400", "outcome=engine_error");
        }
    }

    /// llama-swap §7, row 6.
    @Test
    void anEngineThatBreaksOffMidStreamIsAFailureInTheListAndTheLog() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, "data: first\n\n");
                    engine.die();
                });
        house.open(folder);
        try (var log = accessLog()) {
            house.raw(CHAT, STREAM_A);
            await().until(() -> !log.lines().isEmpty());

            assertThat(only().status()).isEqualTo(502);
            assertThat(only().ttftMs()).isNotNull();
            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().getFirst()).contains("outcome=engine_crashed", "ttft=");
        }
    }

    @Test
    void aRequestThatNeverGotAModelIsInNoListAndHasTheOldLine() throws Exception {
        house.open(folder);
        try (var log = accessLog();
                var other = refusals()) {
            house.post(CHAT, "{\"model\":\"none\"}");

            assertThat(requests()).isEmpty();
            assertThat(log.lines()).isEmpty();
            assertThat(other.lines()).hasSize(1);
        }
    }

    @Test
    void aRequestThatWaitsIsCancelledAndNeverLoadsItsModel() throws Exception {
        holdAnswers();
        house.open(folder);
        var first = house.postAsync(CHAT, CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        var waiting = CompletableFuture.supplyAsync(() -> post("waits", CHAT_B));
        await().until(() -> house.gateway().schedule().queue().size() == 1);

        assertThat(cancel("waits").statusCode()).isEqualTo(200);

        assertCancelled(waiting.get(5, TimeUnit.SECONDS));
        assertThat(house.gateway().schedule().queue()).isEmpty();
        goOn.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(house.launches()).isEqualTo(1);
    }

    @Test
    void aRequestWhoseModelLoadsIsCancelled() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.startsByHand().open(folder);
        var loading = CompletableFuture.supplyAsync(() -> post("loads", CHAT_A));
        await().until(() -> house.engines().size() == 1);

        cancel("loads");

        assertCancelled(loading.get(5, TimeUnit.SECONDS));
        house.engines().getFirst().ready();
        assertThat(house.engines().getFirst().heads).isEmpty();
    }

    @Test
    void aRequestWhosePromptIsReadIsCancelledAndTheEngineIsLeftAtOnce() throws Exception {
        silentEngine();
        house.open(folder);
        var silent = CompletableFuture.supplyAsync(() -> post("silent", CHAT_A));
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        cancel("silent");

        assertCancelled(silent.get(5, TimeUnit.SECONDS));
        engineWasLeft.get(5, TimeUnit.SECONDS);
        await().until(this::nobodyHoldsTheModel);
    }

    /// llama-swap §7, row 44.
    @Test
    void aStreamIsCancelledWithAnErrorEventAndABrokenEndAndTheEngineIsLeftAtOnce()
            throws Exception {
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, "data: first\n\n");
                    reached.countDown();
                    out.awaitClosed();
                    engineWasLeft.complete(null);
                });
        house.open(folder);
        var wire = CompletableFuture.supplyAsync(() -> house.raw(CHAT, STREAM_A));
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> only().phase().equals("streaming"));
        String id = only().id();

        HttpResponse<String> told = cancel(id);

        assertThat(wire.get(5, TimeUnit.SECONDS))
                .contains("data: first\n\n", "data: {\"error\":", "\"code\":\"stopped\"")
                .doesNotContain("\r\n0\r\n");
        engineWasLeft.get(5, TimeUnit.SECONDS);
        RequestInfo info = WireJson.mapper().readValue(told.body(), RequestInfo.class);
        assertThat(info.id()).isEqualTo(id);
        assertThat(info.phase()).isEqualTo("failed");
        assertThat(info.status()).isEqualTo(503);
        await().until(this::nobodyHoldsTheModel);
    }

    @Test
    void aRequestThatIsOverOrUnknownCannotBeCancelled() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        house.post(CHAT, CHAT_A, "X-Request-Id", "over");
        await().until(() -> only().phase().equals("done"));

        assertThat(cancel("over").statusCode()).isEqualTo(404);
        assertThat(cancel("none").body()).contains("not_found", "'none'");
    }

    @Test
    void aCancelMustSayThatItIsJsonSoThatNoWebPageCanSendIt() throws Exception {
        house.open(folder);

        var form = house.post("/api/requests/x/cancel", "", "Content-Type", "text/plain");

        assertThat(form.statusCode()).isEqualTo(400);
        assertThat(form.body()).contains("invalid_request");
        assertThat(house.get("/api/requests/x/cancel").statusCode()).isEqualTo(405);
    }

    private void holdAnswers() {
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    waitFor(goOn);
                    json(out, "{}");
                });
    }

    private void silentEngine() {
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    out.awaitClosed();
                    engineWasLeft.complete(null);
                });
    }

    private static void assertCancelled(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"stopped\"", "cancelled");
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    }

    private HttpResponse<String> post(String id, String body) {
        try {
            return house.post(CHAT, body, "X-Request-Id", id);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> cancel(String id) throws Exception {
        return house.post(
                "/api/requests/" + id + "/cancel", "", "Content-Type", "application/json");
    }

    private RequestInfo only() throws Exception {
        assertThat(requests()).hasSize(1);
        return requests().getFirst();
    }

    private List<RequestInfo> requests() throws Exception {
        String json = house.get("/api/requests").body();
        return WireJson.mapper().readValue(json, RequestInfos.class).requests();
    }

    private boolean nobodyHoldsTheModel() {
        return house.gateway().schedule().residents().values().stream()
                .allMatch(
                        it ->
                                it instanceof dev.recua.gateway.scheduling.Resident.Loaded loaded
                                        && loaded.idle());
    }

    private static LogLines accessLog() {
        return LogLines.of("dev.recua.gateway.requests.AccessLog");
    }

    private static LogLines refusals() {
        return LogLines.of("dev.recua.gateway.http.Visitor");
    }

    private static void readUntil(Socket client, String text) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int next = client.getInputStream().read();
            assertThat(next).as("the answer ended: %s", seen).isNotNegative();
            seen.append((char) next);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
