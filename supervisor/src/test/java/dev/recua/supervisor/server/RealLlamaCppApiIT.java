package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Transport;
import dev.recua.client.llama.Completion;
import dev.recua.client.llama.CompletionEvent;
import dev.recua.client.llama.CompletionOptions;
import dev.recua.client.llama.CompletionPiece;
import dev.recua.client.llama.CompletionRequest;
import dev.recua.client.llama.CompletionStream;
import dev.recua.client.llama.InfillRequest;
import dev.recua.client.llama.LlamaCppApi;
import dev.recua.client.llama.LoraScale;
import dev.recua.client.llama.ModelProperties;
import dev.recua.client.llama.NotOffered;
import dev.recua.client.llama.Prompt;
import dev.recua.client.llama.RerankRequest;
import dev.recua.client.llama.ServerMetrics;
import dev.recua.client.llama.Slot;
import dev.recua.client.llama.StopType;
import dev.recua.client.llama.TextEmbedding;
import dev.recua.client.llama.TokenPiece;
import dev.recua.client.monitor.HealthStatus;
import dev.recua.client.monitor.LlamaCppMonitor;
import dev.recua.client.monitor.Metrics;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.TokenizeRequest;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The SDK's typed calls against the llama-server that they are made for.
@Tag("real")
@Timeout(120)
class RealLlamaCppApiIT {
    private Path binary = Path.of("");

    @BeforeEach
    void find() {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        binary = RealEngine.path();
    }

    private interface Use {
        void with(LlamaCppApi api, Transport transport) throws Exception;
    }

    private void started(List<String> args, Use use) throws Exception {
        var builder =
                LlamaServerArgs.builder()
                        .model(RealEngine.model())
                        .alias("recua-tiny")
                        .contextSize(1024)
                        .parallel(2);
        args.forEach(builder::serverArg);
        try (LlamaServer server = LlamaServer.of(binary, builder.build())) {
            server.start();
            try (Transport transport =
                    Transport.of(
                            ProviderType.LLAMA_CPP,
                            server.baseUrl(),
                            server.apiKey().map(Secret::of))) {
                use.with(LlamaCppApi.of(transport), transport);
            }
        }
    }

    @Test
    void whatItSaysOfItselfIsReadWithoutALoss() throws Exception {
        started(
                List.of("--metrics"),
                (api, transport) -> {
                    ModelProperties props = api.props();
                    assertThat(props.modelAlias()).isEqualTo("recua-tiny");
                    assertThat(props.totalSlots()).isEqualTo(2);
                    assertThat(props.contextSize()).isNotEqualTo(OptionalInt.empty());
                    assertThat(props.chatTemplate()).contains("<|im_start|>");
                    assertThat(api.health().isOk()).isTrue();
                    Completion completion =
                            api.complete(
                                    CompletionRequest.of(
                                            "one", it -> it.nPredict(2).idSlot(0).nProbs(1)));
                    assertThat(completion.tokensPredicted()).isEqualTo(2);
                    assertThat(api.slots()).extracting(Slot::id).containsExactly(0, 1);

                    assertReadWithoutALoss(transport, "/props", ModelProperties.class);
                    assertReadWithoutALoss(transport, "/slots", Slot[].class);
                });
    }

    private static void assertReadWithoutALoss(Transport transport, String path, Class<?> type)
            throws InterruptedException {
        JsonNode sent = WireJson.mapper().readTree(transport.text(HttpCall.get(path)));
        Object read = WireJson.mapper().treeToValue(sent, type);
        JsonNode written = WireJson.mapper().readTree(WireJson.mapper().writeValueAsString(read));
        assertHolds(written, sent, path);
    }

    private static void assertHolds(JsonNode written, JsonNode sent, String at) {
        if (sent.isObject()) {
            for (String name : sent.propertyNames()) {
                assertHolds(written.path(name), sent.path(name), at + "." + name);
            }
        } else if (sent.isArray()) {
            assertThat(written.size()).as(at).isEqualTo(sent.size());
            for (int i = 0; i < sent.size(); i++) {
                assertHolds(written.path(i), sent.path(i), at + "[" + i + "]");
            }
        } else {
            assertThat(written).as(at).isEqualTo(sent);
        }
    }

    @Test
    void textsBecomeTokensAndTextsAgain() throws Exception {
        started(
                List.of(),
                (api, transport) -> {
                    for (String text : List.of("Hello, world!", "café — 東京 🐎", "")) {
                        List<Integer> tokens = api.tokenize(text);
                        assertThat(api.detokenize(tokens)).isEqualTo(text);
                        List<TokenPiece> pieces = api.tokenizeWithPieces(TokenizeRequest.of(text));
                        assertThat(pieces).extracting(TokenPiece::id).isEqualTo(tokens);
                        assertThat(TokenPiece.join(pieces)).isEqualTo(text);
                    }
                    String prompt =
                            api.applyTemplate(ChatRequest.of(List.of(ChatMessage.user("hello"))));
                    assertThat(prompt).contains("hello").endsWith("<|im_start|>assistant\n");
                });
    }

    @Test
    void aStreamIsTheSameTextAsTheWholeAndEndsByItself() throws Exception {
        var request = CompletionRequest.of("one two", it -> it.nPredict(8).temperature(0));
        started(
                List.of(),
                (api, transport) -> {
                    Completion whole = api.complete(request);
                    try (CompletionStream stream = api.stream(request)) {
                        Completion streamed = stream.whole();
                        assertThat(streamed.content()).isEqualTo(whole.content());
                        assertThat(streamed.stopType()).isEqualTo(StopType.LIMIT);
                        assertThat(streamed.tokensPredicted()).isEqualTo(8);
                    }
                    var told =
                            new CompletionRequest(
                                    List.of(Prompt.of("one"), Prompt.of(api.tokenize("two"))),
                                    CompletionOptions.of(
                                            it ->
                                                    it.nPredict(3)
                                                            .answers(2)
                                                            .returnProgress(true)
                                                            .timingsPerToken(true)));
                    List<CompletionEvent> events = new ArrayList<>();
                    try (CompletionStream stream = api.stream(told)) {
                        stream.forEachRemaining(events::add);
                    }
                    assertThat(events).filteredOn(Completion.class::isInstance).hasSize(4);
                    assertThat(events)
                            .filteredOn(CompletionPiece.class::isInstance)
                            .allMatch(it -> ((CompletionPiece) it).timings() != null)
                            .anyMatch(it -> ((CompletionPiece) it).promptProgress() != null);
                    assertThat(transport.pool().counts().active()).isZero();
                });
    }

    @Test
    void closingAStreamEndsTheWorkOfItsSlot() throws Exception {
        started(
                List.of(),
                (api, transport) -> {
                    var endless =
                            CompletionRequest.of("one two", it -> it.nPredict(-1).ignoreEos(true));
                    try (CompletionStream stream = api.stream(endless)) {
                        stream.next();
                    }
                    org.awaitility.Awaitility.await()
                            .until(() -> api.slots().stream().noneMatch(Slot::isProcessing));
                });
    }

    @Test
    void aSlotIsSavedErasedAndRestored(@TempDir Path folder) throws Exception {
        started(
                List.of("--slot-save-path " + folder),
                (api, transport) -> {
                    String prompt = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday";
                    api.complete(CompletionRequest.of(prompt, it -> it.nPredict(1).idSlot(0)));

                    var saved = api.saveSlot(0, "days.bin");
                    assertThat(saved.tokens()).isPositive();
                    assertThat(folder.resolve("days.bin")).hasSize(saved.bytes());
                    assertThat(api.eraseSlot(0).tokens()).isEqualTo(saved.tokens());
                    assertThat(api.restoreSlot(0, "days.bin").tokens()).isEqualTo(saved.tokens());
                    assertThat(
                                    api.complete(
                                                    CompletionRequest.of(
                                                            prompt, it -> it.nPredict(1).idSlot(0)))
                                            .timings())
                            .satisfies(it -> assertThat(it.cacheN()).isPositive());
                });
    }

    @Test
    void itCountsAndItsMonitorFindsItHealthy() throws Exception {
        started(
                List.of("--metrics"),
                (api, transport) -> {
                    api.complete(CompletionRequest.of("one", it -> it.nPredict(5).ignoreEos(true)));
                    ServerMetrics counted = api.metrics();
                    assertThat(counted.predictedTokens()).isEqualTo(5);
                    assertThat(counted.promptTokens()).isPositive();
                    try (var monitor = LlamaCppMonitor.of(api, Metrics.of())) {
                        HealthStatus status = monitor.checkHealth();
                        assertThat(WireJson.mapper().writeValueAsString(status))
                                .matches(
                                        "\\{\"status\":\"healthy\",\"responseTime\":\\d+,\"serverInfo\":\\{\"status\":\"ok\"}}");
                        assertThat(monitor.getServerMetrics().predictedTokens()).isEqualTo(5);
                    }
                });
    }

    @Test
    void whatItWasNotStartedForIsSaidWithTheOption() throws Exception {
        started(
                List.of("--no-slots"),
                (api, transport) -> {
                    assertThat(option(api::metrics)).isEqualTo("--metrics");
                    assertThat(option(api::slots)).isEqualTo("--slots");
                    assertThat(option(() -> api.saveSlot(0, "a"))).isEqualTo("--slot-save-path");
                    assertThat(option(() -> api.embed("a"))).isEqualTo("--embeddings");
                    assertThat(option(() -> api.rerank(RerankRequest.of("a", List.of("b")))))
                            .isEqualTo("--reranking");
                    assertThat(option(() -> api.infill(InfillRequest.of("a", "b", it -> {}))))
                            .isEmpty();
                    assertThat(api.loraAdapters()).isEmpty();
                    api.setLoraScales(List.of(new LoraScale(0, 0.5)));
                });
    }

    private static String option(org.assertj.core.api.ThrowableAssert.ThrowingCallable asking) {
        return catchThrowableOfType(NotOffered.class, asking).option().orElse("");
    }

    @Test
    void severalTextsAreEmbeddedInOneRequest() throws Exception {
        started(
                List.of("--embeddings", "--pooling mean"),
                (api, transport) -> {
                    List<TextEmbedding> both = api.embed(List.of("a horse", "a car"));

                    assertThat(both).extracting(TextEmbedding::index).containsExactly(0, 1);
                    TextEmbedding horse = api.embed("a horse");
                    assertThat(horse.vector()).hasSameSizeAs(both.getFirst().vector());
                    for (int i = 0; i < horse.vector().size(); i++) {
                        assertThat(both.getFirst().vector().get(i))
                                .isEqualTo(horse.vector().get(i), within(1e-3));
                    }
                    assertThat(both.getLast().vector()).isNotEqualTo(horse.vector());
                });
        started(
                List.of("--embeddings", "--pooling none"),
                (api, transport) ->
                        assertThat(api.embed("a horse").vectors())
                                .hasSameSizeAs(api.tokenize("a horse")));
    }

    @Test
    void textsAreRankedTheBestFirst() throws Exception {
        started(
                List.of("--reranking"),
                (api, transport) -> {
                    var ranked = api.rerank(RerankRequest.of("a horse", List.of("a car", "grass")));

                    assertThat(ranked.results()).hasSize(2);
                    assertThat(ranked.results().getFirst().relevanceScore())
                            .isGreaterThanOrEqualTo(ranked.results().getLast().relevanceScore());
                });
    }
}
