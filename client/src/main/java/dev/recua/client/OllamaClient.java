package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.http.ConnectionPool;
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

    /// A client as configured, with a connection pool of its own.
    ///
    /// @throws IllegalArgumentException when the configuration is another provider's
    public static OllamaClient of(ProviderConfig config) {
        return new OllamaClient(Wiring.own(config).core(ProviderType.OLLAMA));
    }

    /// A client as configured, over a pool that others may share and that is not closed with it.
    public static OllamaClient of(ProviderConfig config, ConnectionPool pool) {
        return new OllamaClient(Wiring.over(config, pool).core(ProviderType.OLLAMA));
    }
}
