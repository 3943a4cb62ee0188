package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import java.net.URI;

/// Talks to Ollama: chat and embeddings by its OpenAI routes under `/v1`, models by `/api/tags`,
/// context size by `/api/show`.
///
/// Ollama has no key; one that is configured is sent, for a proxy before it. [#clearContext] does
/// nothing. Everything else is said by [LlmClient].
public final class OllamaClient extends CoreClient {
    private OllamaClient(ClientCore core) {
        super(core);
    }

    /// A client for Ollama at `base`, with every default. Nothing is sent yet.
    ///
    /// @param base such as `http://localhost:11434`
    public static OllamaClient of(URI base) {
        return of(ProviderConfig.of(ProviderType.OLLAMA, base));
    }

    /// A client as configured, and else as usual: see [ClientSetup#usual].
    ///
    /// @throws IllegalArgumentException when the configuration is another provider's
    public static OllamaClient of(ProviderConfig config) {
        return of(config, ClientSetup.usual());
    }

    /// A client as configured, made of these parts.
    public static OllamaClient of(ProviderConfig config, ClientSetup setup) {
        return new OllamaClient(Wiring.core(ProviderType.OLLAMA, config, setup));
    }
}
