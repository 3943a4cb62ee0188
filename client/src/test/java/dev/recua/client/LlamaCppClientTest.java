package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.fake.FakeHttp;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.monitor.LlamaCppMonitor;
import dev.recua.client.wire.ChatRequest;
import dev.recua.testkit.Golden;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What only the client of a llama-server does: health, `/props`, slots, its extended API.
@Timeout(30)
class LlamaCppClientTest {
    private final FakeHttp server = FakeHttp.open();
    private final LlamaCppClient client =
            LlamaCppClient.of(
                    ProviderConfig.of(ProviderType.LLAMA_CPP, server.address()).withMaxRetries(0));

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void answer(String path, int status, String body) {
        server.on(path, (asked, wire) -> wire.json(status, body));
    }

    private List<String> asked() {
        return server.requests().stream()
                .map(
                        it ->
                                it.method()
                                        + " "
                                        + it.path()
                                        + (it.query().isEmpty() ? "" : "?" + it.query()))
                .toList();
    }

    @Test
    void itLooksAtHealthOnceThenModelsThenTheContextOfTheFirst() throws Exception {
        answer("/health", 200, "{\"status\":\"ok\"}");
        answer("/v1/models", 200, recorded("v1-models.txt"));
        answer("/props", 200, recorded("props.txt"));

        client.initialize().get(5, TimeUnit.SECONDS);

        assertThat(client.currentModel()).isNotEmpty();
        assertThat(asked())
                .containsExactly(
                        "GET /health",
                        "GET /v1/models",
                        "GET /props?model=" + client.currentModel());
        assertThat(client.contextSize()).isEqualTo(1024);
    }

    @Test
    void aServerThatIsNotWellIsSaidSoInTheWordsOfSource002() {
        answer("/health", 500, "{\"error\":{\"message\":\"out of luck\"}}");

        Throwable thrown =
                catchThrowable(() -> client.initialize().get(5, TimeUnit.SECONDS)).getCause();

        assertThat(thrown)
                .isInstanceOf(LlmException.ServerFailed.class)
                .hasMessage("llama.cpp server health check failed: 500");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aServerThatStillLoadsIsToldApart() {
        answer(
                "/health",
                503,
                "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}");

        assertThatThrownBy(() -> client.initialize().get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        LlmException.class,
                        e -> assertThat(e.type()).isEqualTo(ErrorType.MODEL_LOADING))
                .hasMessage("llama.cpp server health check failed: 503");
    }

    @Test
    void aFailedLookIsTakenAgain() throws Exception {
        answer("/health", 500, "{}");
        assertThatThrownBy(() -> client.initialize().get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
        answer("/health", 200, "{}");
        answer("/v1/models", 200, "{\"data\":[{\"id\":\"a\"}]}");

        client.initialize().get(5, TimeUnit.SECONDS);

        assertThat(client.currentModel()).isEqualTo("a");
    }

    @Test
    void theContextIsThatOfTheListWhereThePropsSayNothing() throws Exception {
        answer("/health", 200, "{}");
        answer(
                "/v1/models",
                200,
                "{\"data\":[{\"id\":\"a\",\"meta\":{\"n_ctx_train\":8192}},{\"id\":\"b\",\"context_length\":512}]}");

        client.initialize().get(5, TimeUnit.SECONDS);
        assertThat(client.contextSize()).isEqualTo(8192);

        client.setModel("b");
        assertThat(client.contextSize()).isEqualTo(512);

        client.setModel("c");
        assertThat(client.contextSize()).as("nobody tells of it").isEqualTo(4096);
    }

    @Test
    void aContextThatSomebodySetBeatsWhatTheServerTells() throws Exception {
        var set = new dev.recua.client.config.Performance(null, null, null, null, 1234);
        ProviderConfig config =
                ProviderConfig.of(ProviderType.LLAMA_CPP, server.address()).withPerformance(set);
        try (LlamaCppClient other = LlamaCppClient.of(config)) {
            assertThat(other.contextSize()).isEqualTo(1234);
            assertThat(server.requests()).isEmpty();
        }
    }

    /// A client whose connections are all in use is no sign that the server is not well.
    @Test
    void lookingAtTheServersHealthTakesNoPlaceFromStreamsAndWaitsForNone() throws Exception {
        answer("/health", 200, "{\"status\":\"ok\"}");
        server.on(
                "/v1/chat/completions",
                (request, wire) -> {
                    wire.begin(200, "text/event-stream");
                    wire.awaitLeft();
                });
        var one = new ConnectionPool.Limits(1, Duration.ofMinutes(1), Duration.ofMillis(100));
        var config = ProviderConfig.of(ProviderType.LLAMA_CPP, server.address());
        try (var busy = LlamaCppClient.of(config, ClientSetup.usual().withLimits(one));
                var stream = busy.chatStream(ChatRequest.of("a", "hello", it -> {}));
                var monitor = LlamaCppMonitor.of(busy.api(), busy.metrics())) {
            assertThat(monitor.checkHealth().isHealthy()).isTrue();
            assertThat(stream.isWhole()).isFalse();
        }
    }

    @Test
    void forgettingErasesEverySlotAndIsNoErrorWhereThatIsNotPossible() throws Exception {
        answer("/slots", 200, "[{\"id\":0},{\"id\":1}]");
        answer("/slots/0", 200, "{\"id_slot\":0,\"n_erased\":3}");
        answer("/slots/1", 200, "{\"id_slot\":1,\"n_erased\":0}");

        client.clearContext();
        assertThat(asked())
                .containsExactly(
                        "GET /slots", "POST /slots/0?action=erase", "POST /slots/1?action=erase");

        answer(
                "/slots/0",
                501,
                "{\"error\":{\"message\":\"This server does not support slots action. Start it with `--slot-save-path`\",\"type\":\"not_supported_error\",\"code\":501}}");
        client.clearContext();
        assertThat(server.requests("/slots/1")).hasSize(1);
    }

    @Test
    void tokensAreCountedAsTheServerItselfCountsThem() throws Exception {
        answer("/apply-template", 200, "{\"prompt\":\"<|user|>hello\"}");
        answer("/tokenize", 200, "{\"tokens\":[1,2,3]}");

        assertThat(client.countTokens(ChatRequest.of("hello"))).isEqualTo(3);

        assertThat(server.requests("/tokenize").getFirst().body())
                .isEqualTo(
                        "{\"content\":\"<|user|>hello\",\"add_special\":true,\"parse_special\":true}");
    }

    @Test
    void itsExtendedApiHasTheNamesOfSource002() throws Exception {
        answer("/props", 200, recorded("props.txt"));
        answer("/tokenize", 200, "{\"tokens\":[1,2,3]}");
        answer("/embedding", 200, "[{\"index\":0,\"embedding\":[[0.6,0.8]]}]");
        server.on(
                "/metrics",
                (asked, wire) ->
                        wire.whole(200, "text/plain; version=0.0.4", recorded("metrics.txt")));

        assertThat(client.getModelProperties()).isNotNull();
        assertThat(client.tokenizeText("a b c")).containsExactly(1, 2, 3);
        assertThat(client.getEmbedding("a")).isNotNull();
        assertThat(client.getServerMetrics()).isNotNull();
    }

    /// The body of a recorded exchange: what follows its first blank line.
    private static String recorded(String name) {
        String text = Golden.text("llama-server-0.7.0/" + name);
        return text.split("\r?\n\r?\n", 2)[1];
    }
}
