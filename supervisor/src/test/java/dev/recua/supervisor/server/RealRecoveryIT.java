package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.ChatStream;
import dev.recua.client.LlamaCppClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.LlmException;
import dev.recua.client.provider.Validation;
import dev.recua.client.recovery.Recovered.Action;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.Usage;
import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is mended of a real llama-server's failures.
@Tag("real")
@Timeout(120)
class RealRecoveryIT {
    private static final int CONTEXT = 512;

    private Path binary = Path.of("");

    @BeforeEach
    void find() {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        binary = RealEngine.path();
    }

    @Test
    void aConversationThatIsTooLongIsShortenedToWhatTheServerItselfCounts() throws Exception {
        try (LlamaServer server = started();
                LlamaCppClient client = LlamaCppClient.of(config(server))) {
            ChatResponse answer = client.chat(conversation(40));

            Usage usage = Objects.requireNonNull(answer.usage());
            assertThat(usage.promptTokens()).isBetween(300, CONTEXT - 32);
            assertThat(answer.recoveries())
                    .singleElement()
                    .satisfies(
                            it -> {
                                assertThat(it.action()).isEqualTo(Action.TRUNCATED_CONTEXT);
                                assertThat(it.detail())
                                        .endsWith(
                                                ", %d of %d tokens remain"
                                                        .formatted(usage.promptTokens(), CONTEXT));
                            });
            try (ChatStream stream = client.chatStream(conversation(40))) {
                assertThat(stream.readAll().recoveries()).hasSize(1);
            }
        }
    }

    @Test
    void aQuestionThatDoesNotFitByItselfIsToldAsTheServerToldIt() throws Exception {
        try (LlamaServer server = started();
                LlamaCppClient client = LlamaCppClient.of(config(server))) {
            ChatRequest request =
                    ChatRequest.of(
                            List.of(
                                    ChatMessage.user("one"),
                                    ChatMessage.assistant("two"),
                                    ChatMessage.user("hello ".repeat(1000))));

            assertThatThrownBy(() -> client.chat(request))
                    .isInstanceOfSatisfying(
                            LlmException.ContextOverflow.class,
                            it -> {
                                assertThat(it.contextSize()).hasValue(CONTEXT);
                                assertThat(it.promptTokens().orElseThrow()).isGreaterThan(1000);
                            });
        }
    }

    @Test
    void itPassesTheFourChecksAndAWrongKeyFailsTheLast() throws Exception {
        try (LlamaServer server = started()) {
            assertThat(Validation.of(config(server)).isFine()).isTrue();

            assertThat(Validation.of(config(server).withApiKey(Secret.of("wrong"))).isFine())
                    .isFalse();
        }
    }

    private LlamaServer started() throws ServerException, InterruptedException {
        LlamaServer server =
                LlamaServer.of(
                        binary,
                        LlamaServerArgs.builder()
                                .model(RealEngine.model())
                                .alias("recua-tiny")
                                .contextSize(CONTEXT)
                                .parallel(1)
                                .build());
        server.start();
        return server;
    }

    private static ProviderConfig config(LlamaServer server) {
        ProviderConfig config = ProviderConfig.of(ProviderType.LLAMA_CPP, server.baseUrl());
        return server.apiKey().map(Secret::of).map(config::withApiKey).orElse(config);
    }

    private static ChatRequest conversation(int turns) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(ChatMessage.system("You are kind."));
        for (int i = 0; i < turns; i++) {
            messages.add(ChatMessage.user("What is the number of this question? It is " + i));
            messages.add(ChatMessage.assistant("The number of this question is " + i + "."));
        }
        messages.add(ChatMessage.user("And now?"));
        return ChatRequest.of(messages, it -> it.temperature(0).maxTokens(32));
    }
}
