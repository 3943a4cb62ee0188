package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.LlmException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Talks to OpenRouter, `https://openrouter.ai/api/v1`. It needs a key and at least one model, the
/// first of which is the default; what is asked leaves this machine and costs money.
///
/// It offers no embeddings. The context size of a model is what OpenRouter's list says.
/// [#clearContext] does nothing. Everything else is said by [LlmClient].
public final class OpenRouterClient extends CoreClient {
    private OpenRouterClient(ClientCore core) {
        super(core);
    }

    /// A client with this key for these models, with every other default. Nothing is sent yet.
    ///
    /// @throws LlmException.InvalidRequest when there is no model
    public static OpenRouterClient of(Secret apiKey, List<String> models) {
        ProviderConfig usual =
                ProviderConfig.of(
                        ProviderType.OPENROUTER,
                        ProviderType.OPENROUTER.defaultAddress().orElseThrow());
        return of(
                new ProviderConfig(
                        usual.type(),
                        usual.baseUrl(),
                        Optional.of(apiKey),
                        models,
                        usual.timeout(),
                        usual.maxRetries(),
                        usual.sampling(),
                        usual.performance()));
    }

    /// A client as configured, and else as usual: see [ClientSetup#usual].
    ///
    /// @throws LlmException.AuthenticationFailed when there is no key
    /// @throws LlmException.InvalidRequest       when there is no model
    /// @throws IllegalArgumentException          when the configuration is another provider's
    public static OpenRouterClient of(ProviderConfig config) {
        return of(config, ClientSetup.usual());
    }

    /// A client as configured, made of these parts.
    public static OpenRouterClient of(ProviderConfig config, ClientSetup setup) {
        check(config);
        return new OpenRouterClient(Wiring.core(ProviderType.OPENROUTER, config, setup));
    }

    private static void check(ProviderConfig config) {
        if (config.apiKey().isEmpty())
            throw new LlmException.AuthenticationFailed(
                    "OpenRouter needs an API key, and none is configured. Set apiKey; https://openrouter.ai/keys has them.",
                    unset(config.baseUrl(), "no API key is configured"));
        if (config.models().isEmpty())
            throw new LlmException.InvalidRequest(
                    "OpenRouter needs at least one model, and none is configured. Set models, such as [\"openai/gpt-4o-mini\"].",
                    unset(config.baseUrl(), "no model is configured"));
    }

    private static LlmException.Failure unset(URI target, String reason) {
        return LlmException.Failure.of(ProviderType.OPENROUTER, target, reason);
    }
}
