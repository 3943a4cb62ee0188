package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import java.net.URI;

/// Talks to any server with OpenAI's routes under `/v1`, such as LM Studio at
/// `http://localhost:1234`.
///
/// The context size is known when the server's list of models tells it (`context_length`,
/// `max_model_len` and the like); OpenAI itself does not. [#clearContext] does nothing. Everything
/// else is said by [LlmClient].
public final class OpenAiCompatibleClient extends CoreClient {
    private OpenAiCompatibleClient(ClientCore core) {
        super(core);
    }

    /// A client for the server at `base`, with every default. Nothing is sent yet.
    ///
    /// @param base such as `http://localhost:1234`; there is no usual one
    public static OpenAiCompatibleClient of(URI base) {
        return of(ProviderConfig.of(ProviderType.OPENAI_COMPATIBLE, base));
    }

    /// A client as configured, and else as usual: see [ClientSetup#usual].
    ///
    /// @throws IllegalArgumentException when the configuration is another provider's, or has no
    ///     address
    public static OpenAiCompatibleClient of(ProviderConfig config) {
        return of(config, ClientSetup.usual());
    }

    /// A client as configured, made of these parts.
    public static OpenAiCompatibleClient of(ProviderConfig config, ClientSetup setup) {
        return new OpenAiCompatibleClient(
                Wiring.core(ProviderType.OPENAI_COMPATIBLE, config, setup));
    }
}
