package dev.recua.client.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderErrorTest {
    /// R-002-47, for each label.
    private static final Map<ProviderType, String> TEXTS =
            Map.of(
                    ProviderType.LLAMA_CPP,
                    "llama.cpp: connection refused. Ensure llama.cpp server is running at the configured URL (default: http://localhost:8080).",
                    ProviderType.OLLAMA,
                    "Ollama: connection refused. Ensure Ollama server is running at the configured URL (default: http://localhost:11434).",
                    ProviderType.OPENROUTER,
                    "OpenRouter: connection refused. Ensure OpenRouter server is running at the configured URL (default: https://openrouter.ai/api).",
                    ProviderType.OPENAI_COMPATIBLE,
                    "OpenAI Compatible: connection refused. Ensure OpenAI Compatible server is running at the configured URL (it has no default).",
                    ProviderType.RECUA,
                    "Recua: connection refused. Ensure Recua server is running at the configured URL (default: http://127.0.0.1:8091).");

    @Test
    void everyProviderSaysItInSource002sWords() {
        TEXTS.forEach(
                (provider, text) -> {
                    var error =
                            ProviderError.failed(
                                    provider, refused(provider, "connection refused."));

                    assertThat(error.text()).isEqualTo(text);
                    assertThat(error.errorType()).contains(ErrorType.CONNECTION_ERROR);
                    assertThat(error.type()).isEqualTo(ProviderError.Type.FAILED);
                });
    }

    @Test
    void whoWasNotAskedSaysWhy() {
        var remote =
                ProviderError.remoteNotAllowed(
                        ProviderType.OPENROUTER, URI.create("https://openrouter.ai/api"));
        var resting =
                ProviderError.resting(
                        ProviderType.OLLAMA,
                        Instant.parse("2026-01-01T00:00:30.5Z"),
                        Optional.empty());
        var bare = ProviderError.notConfigured(ProviderType.OPENROUTER, "it has no key");

        assertThat(remote.text())
                .isEqualTo(
                        "OpenRouter: openrouter.ai is somebody else's server, and was not asked. Set allowRemoteFallback to true if prompts for a local provider may go there.");
        assertThat(resting.text())
                .startsWith(
                        "Ollama: it failed several times in a row and is left alone until 2026-01-01T00:00:30Z. Ensure Ollama");
        assertThat(bare.text())
                .isEqualTo(
                        "OpenRouter: it has no key. Configure OpenRouter with its address, and with a key and models where it wants them.");
        assertThat(new NoProvider(List.of(remote, bare)))
                .hasMessage("No provider answered:\n  " + remote.text() + "\n  " + bare.text());
    }

    private static LlmException refused(ProviderType provider, String words) {
        return new LlmException.ConnectionFailed(
                words,
                LlmException.Failure.of(
                        provider, URI.create("http://127.0.0.1:1"), "connection refused"));
    }
}
