package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.LlmException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenRouterClientTest {
    private static final ProviderConfig USUAL =
            ProviderConfig.of(
                    ProviderType.OPENROUTER,
                    ProviderType.OPENROUTER.defaultAddress().orElseThrow());

    @Test
    void withoutAKeyThereIsNoClient() {
        assertThatThrownBy(() -> OpenRouterClient.of(USUAL.withModels(List.of("a/b"))))
                .isInstanceOf(LlmException.AuthenticationFailed.class)
                .hasMessageContaining("apiKey");
    }

    @Test
    void withoutAModelThereIsNoClient() {
        assertThatThrownBy(() -> OpenRouterClient.of(USUAL.withApiKey(Secret.of("sesame"))))
                .isInstanceOf(LlmException.InvalidRequest.class)
                .hasMessageContaining("models")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void withBothItIsTheOneAtItsUsualAddress() {
        try (var client = OpenRouterClient.of(Secret.of("sesame"), List.of("a/b"))) {
            assertThat(client.base()).hasToString("https://openrouter.ai/api");
            assertThat(client.provider()).isEqualTo(ProviderType.OPENROUTER);
        }
    }

    @Test
    void aConfigurationOfAnotherProviderIsRefused() {
        ProviderConfig ollama =
                ProviderConfig.of(
                        ProviderType.OLLAMA, ProviderType.OLLAMA.defaultAddress().orElseThrow());

        assertThatThrownBy(() -> LlamaCppClient.of(ollama))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("llama.cpp")
                .hasMessageContaining("Ollama");
    }
}
