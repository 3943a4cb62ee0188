package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.LlamaCppClient;
import dev.recua.client.LlmClient;
import dev.recua.client.LlmClientContract;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.llama.LlamaCppApi;
import dev.recua.client.llama.Slot;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.testkit.RealEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.node.BooleanNode;

/// The contract of every client against a real llama-server with the bundled model.
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealLlamaCppClientIT extends LlmClientContract {
    private static final String ALIAS = "recua-tiny";

    private LlamaServer server;
    private LlamaCppClient onlooker;

    @BeforeAll
    void start() throws Exception {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        server =
                LlamaServer.of(
                        RealEngine.path(),
                        LlamaServerArgs.builder()
                                .model(RealEngine.model())
                                .alias(ALIAS)
                                .contextSize(2048)
                                .parallel(2)
                                .apiKey("sesame")
                                .build());
        server.start();
        onlooker = LlamaCppClient.of(config());
    }

    @AfterAll
    void stop() {
        if (onlooker != null) onlooker.close();
        if (server != null) server.close();
    }

    private ProviderConfig config() {
        return ProviderConfig.of(ProviderType.LLAMA_CPP, server.baseUrl())
                .withApiKey(dev.recua.client.config.Secret.of("sesame"));
    }

    @Override
    protected LlmClient open() {
        return LlamaCppClient.of(config());
    }

    @Override
    protected String model() {
        return ALIAS;
    }

    @Override
    protected ChatRequest longQuestion() {
        return question().with(it -> it.maxTokens(100_000).extra("ignore_eos", BooleanNode.TRUE));
    }

    @Override
    protected boolean isIdle() throws Exception {
        LlamaCppApi api = onlooker.api();
        return api.slots().stream().noneMatch(Slot::isProcessing);
    }

    /// llama-server (0.7.0) looks once a second whether the client of a whole answer has left, but
    /// only while nobody asks it anything else: under `/slots` ten times a second it never does.
    @Override
    protected Duration lookEvery() {
        return Duration.ofSeconds(2);
    }

    @Override
    protected boolean embeds() {
        return false;
    }

    @Test
    void theContextIsThatOfASlot() throws Exception {
        onlooker.initialize().get(10, TimeUnit.SECONDS);

        assertThat(onlooker.contextSize())
                .isEqualTo(onlooker.api().slots().getFirst().contextSize());
    }

    @Test
    void tokensAreCountedAsTheServerCountsThem() throws Exception {
        for (String text : List.of("What day comes after Monday?", "café — 東京 🐎")) {
            ChatRequest request = ChatRequest.of(text, it -> it.temperature(0).maxTokens(1));
            ChatResponse answer = onlooker.chat(request);

            assertThat(onlooker.countTokens(request)).isEqualTo(answer.usage().promptTokens());
        }
    }
}
