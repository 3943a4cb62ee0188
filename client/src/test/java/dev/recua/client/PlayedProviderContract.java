package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Sampling;
import dev.recua.client.config.Secret;
import dev.recua.client.error.LlmException;
import dev.recua.client.fake.FakeHttp;
import dev.recua.client.fake.PlayedProvider;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ToolCall;
import dev.recua.client.wire.WireJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The contract against a [PlayedProvider], and what only a server can tell that sees what was
/// asked.
abstract class PlayedProviderContract extends LlmClientContract {
    final PlayedProvider fake;

    PlayedProviderContract(ProviderType provider) {
        this.fake = PlayedProvider.open(provider);
    }

    @AfterEach
    void stopFake() {
        fake.close();
    }

    abstract LlmClient open(ProviderConfig config);

    abstract ProviderType type();

    ProviderConfig config() {
        ProviderConfig config =
                ProviderConfig.of(type(), fake.address())
                        .withModels(List.of(PlayedProvider.MODEL))
                        .withMaxRetries(0);
        Optional<Secret> key = fake.key().map(Secret::of);
        return key.map(config::withApiKey).orElse(config);
    }

    @Override
    protected LlmClient open() {
        return open(config());
    }

    @Override
    protected String model() {
        return PlayedProvider.MODEL;
    }

    @Override
    protected ChatRequest longQuestion() {
        return ChatRequest.of("forever");
    }

    @Override
    protected boolean isIdle() {
        return fake.isIdle();
    }

    @Override
    protected boolean embeds() {
        return true;
    }

    private JsonNode lastBody() {
        return WireJson.mapper()
                .readTree(fake.http().requests("/v1/chat/completions").getLast().body());
    }

    @Test
    void itTellsTheContextThatTheServerTells() throws Exception {
        try (LlmClient client = open()) {
            assertThat(client.contextSize()).isPositive();
            client.initialize().get(5, TimeUnit.SECONDS);
            assertThat(client.contextSize()).isEqualTo(PlayedProvider.CONTEXT);
        }
    }

    @Test
    void whatIsKnownOfModelsIsAskedOnceUntilAnotherIsChosen() throws Exception {
        try (LlmClient client = open()) {
            client.initialize().get(5, TimeUnit.SECONDS);
            client.initialize().get(5, TimeUnit.SECONDS);
            int asked = fake.http().requests().size();

            for (int i = 0; i < 5; i++) {
                client.contextSize();
                client.availableModels();
            }
            assertThat(fake.http().requests()).hasSize(asked);

            client.setModel("tiny-b");
            client.availableModels();
            assertThat(fake.http().requests()).hasSizeGreaterThan(asked);
        }
    }

    @Test
    void aServerThatDoesNotTellItsModelsHasTheConfiguredOnes() throws Exception {
        fake.http().on("/v1/models", (asked, wire) -> wire.json(500, "{}"));
        fake.http().on("/api/tags", (asked, wire) -> wire.json(500, "{}"));
        try (LlmClient client = open()) {
            client.initialize().get(5, TimeUnit.SECONDS);

            assertThat(client.availableModels()).containsExactly(PlayedProvider.MODEL);
            assertThat(client.currentModel()).isEqualTo(PlayedProvider.MODEL);
        }
    }

    @Test
    void withoutToolsNothingOfThemIsSentAndWithToolsTheChoiceIsAuto() throws Exception {
        try (LlmClient client = open()) {
            client.chat(question());
            assertThat(lastBody().propertyNames()).doesNotContain("tools", "tool_choice", "stream");

            client.chat(question().with(it -> it.tools(tools())));
            assertThat(lastBody().path("tools").size()).isEqualTo(1);
            assertThat(lastBody().path("tool_choice").asString()).isEqualTo("auto");
        }
    }

    private static JsonNode tools() {
        return WireJson.mapper()
                .readTree(
                        "[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}]");
    }

    @Test
    void callsOfToolsComeOnceAndWhole() throws Exception {
        try (LlmClient client = open();
                ChatStream stream =
                        client.chatStream(ChatRequest.of("tools", it -> it.tools(tools())))) {
            List<ToolCall> calls = new java.util.ArrayList<>();
            String reason = null;
            while (stream.hasNext()) {
                ChatChunk chunk = stream.next();
                for (ChatChunk.Choice choice : chunk.choices())
                    if (choice.delta().toolCalls() != null)
                        calls.addAll(choice.delta().toolCalls());
                if (chunk.finishReason() != null) reason = chunk.finishReason();
            }
            assertThat(calls).extracting(ToolCall::id).containsExactly("a", "b");
            assertThat(calls)
                    .extracting(it -> it.function().arguments())
                    .containsExactly("{\"city\":\"Rome\"}", "{}");
            assertThat(reason).isEqualTo("tool_calls");
        }
    }

    @Test
    void configuredSamplingIsSentUnlessTheRequestSaysOtherwise() throws Exception {
        ProviderConfig config = config().withSampling(new Sampling(0.5, 0.9, 30, 1.2, 2, 4.0, 0.2));
        try (LlmClient client = open(config)) {
            client.chat(ChatRequest.of("?", it -> it.temperature(0)));
        }
        JsonNode body = lastBody();
        assertThat(body.path("temperature").asDouble()).isZero();
        assertThat(body.path("top_p").asDouble()).isEqualTo(0.9);
        assertThat(body.path("top_k").asInt()).isEqualTo(30);
        assertThat(body.path("repeat_penalty").asDouble()).isEqualTo(1.2);
        assertThat(body.path("mirostat").asInt()).isEqualTo(2);
        assertThat(body.path("mirostat_tau").asDouble()).isEqualTo(4.0);
        assertThat(body.path("mirostat_eta").asDouble()).isEqualTo(0.2);
    }

    @Test
    void everyRequestIsJsonWithTheKeyIfThereIsOne() throws Exception {
        try (LlmClient client = open()) {
            client.chat(question());
        }
        FakeHttp.Request asked = fake.http().requests("/v1/chat/completions").getFirst();
        assertThat(asked.header("content-type")).hasValue("application/json");
        assertThat(asked.header("authorization")).isEqualTo(fake.key().map(it -> "Bearer " + it));
        assertThat(asked.headers()).doesNotContainKey("upgrade");
    }

    @Test
    void aModelThatNobodyHasIsNotFound() throws Exception {
        try (LlmClient client = open()) {
            var e =
                    catchThrowableOfType(
                            LlmException.ModelNotFound.class,
                            () -> client.chat(ChatRequest.of("tinny", "?", it -> {})));
            assertThat(e).isNotNull();
            assertThat(fake.http().requests("/v1/chat/completions")).hasSize(1);
        }
    }

    @Test
    void aSilentStreamEndsAsTheTimeoutSays() throws Exception {
        try (LlmClient client = open(config().withTimeout(Duration.ofMillis(300)));
                ChatStream stream = client.chatStream(longQuestion())) {
            assertThat(stream.next().text()).isEqualTo("Tues");
            assertThatThrownBy(stream::hasNext)
                    .isInstanceOfAny(LlmException.StreamBroken.class, LlmException.TimedOut.class);
        }
        org.awaitility.Awaitility.await().until(fake::isIdle);
    }

    @Test
    void requestsAreCounted() throws Exception {
        try (LlmClient client = open()) {
            client.chat(question());
            try (ChatStream stream = client.chatStream(question())) {
                stream.readAll();
            }
            assertThatThrownBy(() -> client.chat(ChatRequest.of("tinny", "?", it -> {})))
                    .isInstanceOf(LlmException.class);

            var counted = ((CoreClient) client).metrics().snapshot();
            assertThat(counted.totalRequests()).isEqualTo(3);
            assertThat(counted.successfulRequests()).isEqualTo(2);
            assertThat(counted.failedRequests()).isEqualTo(1);
        }
    }
}
