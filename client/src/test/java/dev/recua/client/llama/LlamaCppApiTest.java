package dev.recua.client.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.Transport;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.TokenizeRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LlamaCppApiTest {
    /// What came: method, path with its query, body.
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private Transport transport;
    private LlamaCppApi api;
    private int status = 200;
    private String type = "application/json; charset=utf-8";
    private String answer = "{}";
    private boolean staysOpen;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        transport = Transport.of(ProviderType.LLAMA_CPP, base, Optional.empty());
        api = LlamaCppApi.of(transport);
    }

    @AfterEach
    void stop() {
        end.countDown();
        transport.close();
        server.stop(0);
        workers.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(
                "%s %s %s"
                        .formatted(exchange.getRequestMethod(), exchange.getRequestURI(), body)
                        .strip());
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, 0);
        try (exchange) {
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            if (staysOpen) end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recorded(String name) {
        answer = Captured.body(name);
    }

    private void recordedStream(String name) {
        recorded(name);
        answer += "\n\n"; // the end of the last event, which the reader of captures takes off
        type = "text/event-stream";
    }

    private void refuses(int with, String name) {
        recorded(name);
        status = with;
    }

    @Test
    void whatOnlyLooksIsAGet() throws Exception {
        recorded("props");
        assertThat(api.props().buildInfo()).isEqualTo("b11669-Debian");
        recorded("slots-after");
        assertThat(api.slots()).extracting(Slot::taskId).containsExactly(143, 149);
        recorded("lora");
        assertThat(api.loraAdapters()).isEmpty();
        recorded("health");
        assertThat(api.health().isOk()).isTrue();
        recorded("metrics");
        assertThat(api.metrics().predictedTokens()).isEqualTo(127);

        assertThat(requests)
                .containsExactly(
                        "GET /props",
                        "GET /slots",
                        "GET /lora-adapters",
                        "GET /health",
                        "GET /metrics");
    }

    @Test
    void aServerThatLoadsIsNoError() throws Exception {
        status = 503;
        answer =
                "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}";

        ServerHealth health = api.health(Duration.ofSeconds(5));

        assertThat(health.state()).isEqualTo(ServerHealth.State.LOADING);
        assertThat(health.answer().path("error").path("message").asString())
                .isEqualTo("Loading model");
    }

    @Test
    void textsBecomeTokensAndTokensBecomeTexts() throws Exception {
        answer = "{\"tokens\":[1,332]}";
        assertThat(api.tokenize("hello")).containsExactly(1, 332);
        recorded("tokenize");
        assertThat(
                        TokenPiece.join(
                                api.tokenizeWithPieces(
                                        new TokenizeRequest("hello world é", true, true))))
                .isEqualTo("<s>hello world é");
        recorded("detokenize");
        assertThat(api.detokenize(List.of(1, 264, 265))).isEqualTo("<s> f s");

        assertThat(requests)
                .containsExactly(
                        "POST /tokenize {\"content\":\"hello\",\"add_special\":false,\"parse_special\":true}",
                        "POST /tokenize {\"content\":\"hello world é\",\"add_special\":true,\"parse_special\":true,\"with_pieces\":true}",
                        "POST /detokenize {\"tokens\":[1,264,265]}");
    }

    @Test
    void aConversationIsSeenAsThePromptThatItBecomes() throws Exception {
        recorded("apply-template");

        assertThat(api.applyTemplate(ChatRequest.of(List.of(ChatMessage.user("hello")))))
                .isEqualTo("<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\n");

        assertThat(requests)
                .containsExactly(
                        "POST /apply-template {\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }

    @Test
    void onePromptHasOneCompletionAndSeveralHaveAll() throws Exception {
        recorded("completion-native");
        var one = CompletionRequest.of("one two", it -> it.nPredict(6).temperature(0));
        Completion completion = api.complete(one);
        assertThat(completion.content()).isEqualTo(" three four five six seven eight");
        assertThat(completion.stopType()).isEqualTo(StopType.LIMIT);
        assertThat(completion.completionProbabilities()).hasSize(6);

        recorded("completion-native-many");
        var two =
                new CompletionRequest(
                        List.of(Prompt.of("one two"), Prompt.of("three")),
                        CompletionOptions.of(it -> it.nPredict(3)));
        assertThat(api.completeAll(two))
                .extracting(Completion::content)
                .containsExactly("wow", ".");
        assertThatThrownBy(() -> api.complete(two))
                .hasMessage("the request has 2 answers; completeAll gives them all");
    }

    @Test
    void aStreamIsToldInPiecesAndIsWholeWithoutDone() throws Exception {
        recordedStream("completion-native-stream");
        var request = CompletionRequest.of("one two", it -> it.nPredict(3).temperature(0));
        List<CompletionEvent> events = new ArrayList<>();

        try (CompletionStream stream = api.stream(request)) {
            stream.forEachRemaining(events::add);
        }

        assertThat(events)
                .extracting(CompletionEvent::content)
                .containsExactly(" three", " four", " five", "");
        assertThat(events.getLast()).isInstanceOf(Completion.class);
        assertThat(requests)
                .containsExactly(
                        "POST /completion {\"prompt\":\"one two\",\"n_predict\":3,\"temperature\":0.0,\"stream\":true}");
    }

    @Test
    void aStreamCanBeTakenAsAWhole() throws Exception {
        recordedStream("completion-native-stream");

        try (CompletionStream stream = api.stream(CompletionRequest.of("one two", it -> {}))) {
            Completion whole = stream.whole();
            assertThat(whole.content()).isEqualTo(" three four five");
            assertThat(whole.tokensPredicted()).isEqualTo(3);
        }
    }

    @Test
    void aStreamOfSeveralPromptsEndsWithTheLastOfTheirEnds() throws Exception {
        recordedStream("completion-native-many-stream");
        staysOpen = true;
        var request =
                new CompletionRequest(
                        List.of(Prompt.of("one two"), Prompt.of("three")), CompletionOptions.NONE);
        List<CompletionEvent> events = new ArrayList<>();

        try (CompletionStream stream = api.stream(request)) {
            stream.forEachRemaining(events::add);
        }

        assertThat(events).hasSize(7);
        assertThat(events)
                .filteredOn(it -> it.index() == 0)
                .extracting(CompletionEvent::content)
                .containsExactly("w", "o", "w", "");
    }

    @Test
    void aStreamThatEndsBeforeStopIsNotWhole() throws Exception {
        recordedStream("completion-native-stream");
        answer = answer.substring(0, answer.indexOf("data: {\"index\":0,\"content\":\"\""));

        try (CompletionStream stream = api.stream(CompletionRequest.of("one two", it -> {}))) {
            assertThat(stream.next().content()).isEqualTo(" three");
            stream.next();
            stream.next();
            var broken = catchThrowableOfType(LlmException.class, stream::hasNext);
            assertThat(broken.type()).isEqualTo(ErrorType.STREAMING_ERROR);
            assertThatThrownBy(stream::hasNext).isSameAs(broken);
        }
    }

    @Test
    void anErrorInAStreamIsThatError() throws Exception {
        type = "text/event-stream";
        answer =
                "data: {\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":9,\"n_ctx\":8}}\n\n";

        try (CompletionStream stream = api.stream(CompletionRequest.of("one two", it -> {}))) {
            assertThatThrownBy(stream::hasNext).isInstanceOf(LlmException.class);
        }
    }

    @Test
    void textsAreEmbeddedInOneRequest() throws Exception {
        answer =
                "[{\"index\":1,\"embedding\":[[0.5,0.25]]},{\"index\":0,\"embedding\":[[1.0,0.0]]}]";

        List<TextEmbedding> both = api.embed(List.of("a", "b"));

        assertThat(both)
                .extracting(TextEmbedding::vector)
                .containsExactly(List.of(1.0, 0.0), List.of(0.5, 0.25));
        assertThat(requests).containsExactly("POST /embedding {\"content\":[\"a\",\"b\"]}");
        recorded("embeddings-native");
        assertThat(api.embed("hello").vector()).hasSize(64);
    }

    @Test
    void slotsAreSavedRestoredAndErased() throws Exception {
        answer =
                "{\"id_slot\":1,\"filename\":\"a.bin\",\"n_saved\":2,\"n_written\":9448,\"timings\":{\"save_ms\":0.2}}";
        assertThat(api.saveSlot(1, "a.bin").bytes()).isEqualTo(9448);
        answer =
                "{\"id_slot\":1,\"filename\":\"a.bin\",\"n_restored\":2,\"n_read\":9448,\"timings\":{\"restore_ms\":0.2}}";
        assertThat(api.restoreSlot(1, "a.bin").tokens()).isEqualTo(2);
        answer = "{\"id_slot\":1,\"n_erased\":2}";
        assertThat(api.eraseSlot(1).tokens()).isEqualTo(2);

        assertThat(requests)
                .containsExactly(
                        "POST /slots/1?action=save {\"filename\":\"a.bin\"}",
                        "POST /slots/1?action=restore {\"filename\":\"a.bin\"}",
                        "POST /slots/1?action=erase {}");
    }

    @Test
    void textsAreRankedAndAdaptersAreSet() throws Exception {
        recorded("rerank");
        RerankResponse ranked = api.rerank(RerankRequest.of("hello", List.of("a", "b")));
        assertThat(ranked.results().getFirst())
                .isEqualTo(new RerankResponse.Ranked(0, 1.9498850107192993));
        answer = "{\"success\":true}";
        api.setLoraScales(List.of(new LoraScale(0, 0.5)));

        assertThat(requests)
                .containsExactly(
                        "POST /rerank {\"query\":\"hello\",\"documents\":[\"a\",\"b\"]}",
                        "POST /lora-adapters [{\"id\":0,\"scale\":0.5}]");
    }

    @Test
    void oneModelOfManyIsNamedInEachRequest() throws Exception {
        LlamaCppApi tiny = api.of("org/tiny:8b");
        answer = "{\"tokens\":[1]}";
        tiny.tokenize("a");
        recorded("props");
        tiny.props();
        answer = "{\"id_slot\":0,\"n_erased\":0}";
        tiny.eraseSlot(0);
        recorded("apply-template");
        tiny.applyTemplate(ChatRequest.of(List.of(ChatMessage.user("hello"))));

        assertThat(requests)
                .containsExactly(
                        "POST /tokenize {\"model\":\"org/tiny:8b\",\"content\":\"a\",\"add_special\":false,\"parse_special\":true}",
                        "GET /props?model=org%2Ftiny%3A8b",
                        "POST /slots/0?action=erase&model=org%2Ftiny%3A8b {}",
                        "POST /apply-template {\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"model\":\"org/tiny:8b\"}");
    }

    @Test
    void whatTheServerWasNotStartedForSaysWithWhichOptionItMustBe() {
        status = 501;
        answer =
                "{\"error\":{\"code\":501,\"message\":\"This server does not support metrics endpoint. Start it with `--metrics`\",\"type\":\"not_supported_error\"}}";
        var metrics = catchThrowableOfType(NotOffered.class, api::metrics);
        assertThat(metrics.option()).contains("--metrics");
        assertThat(metrics.target()).hasPath("/metrics");
        assertThat(metrics.error().type()).isEqualTo("not_supported_error");
        assertThat(metrics)
                .hasMessageContaining(
                        "/metrics is not offered by this server, which answered 501: ")
                .hasMessageEndingWith("Start llama-server with `--metrics`.");

        refuses(501, "rerank-not-enabled");
        assertThat(
                        catchThrowableOfType(
                                        NotOffered.class,
                                        () -> api.rerank(RerankRequest.of("a", List.of("b"))))
                                .option())
                .contains("--reranking");
        refuses(501, "embeddings-not-enabled");
        assertThat(catchThrowableOfType(NotOffered.class, () -> api.embed("a")).option())
                .contains("--embeddings");
        assertThat(catchThrowableOfType(NotOffered.class, () -> api.saveSlot(0, "a")).option())
                .contains("--slot-save-path");
        refuses(501, "infill");
        var infill =
                catchThrowableOfType(
                        NotOffered.class, () -> api.infill(InfillRequest.of("a", "b", it -> {})));
        assertThat(infill.option()).isEmpty();
        assertThat(infill).hasMessageEndingWith("Another model may be able to.");
    }

    @Test
    void whatIsNoMetricsSaysSo() {
        answer = "<html>It works!</html>";

        var broken = catchThrowableOfType(LlmException.class, api::metrics);

        assertThat(broken.type()).isEqualTo(ErrorType.SERVER_ERROR);
        assertThat(broken).hasMessageContaining("/metrics");
    }

    @Test
    void anythingElseIsTheErrorThatItIs() {
        refuses(401, "apikey-wrong");

        assertThatThrownBy(api::props).isInstanceOf(LlmException.AuthenticationFailed.class);
    }
}
