package dev.recua.client;

import dev.recua.client.chat.OpenAiChat.Dialect;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.http.Transport;
import dev.recua.client.recovery.Recovery;
import java.time.InstantSource;

/// Puts the parts of a client together: the one place where a provider is matched with its ways.
final class Wiring {
    private Wiring() {}

    /// @throws IllegalArgumentException when the configuration is another provider's
    static ClientCore core(ProviderType expected, ProviderConfig config, ClientSetup setup) {
        if (config.type() != expected)
            throw new IllegalArgumentException(
                    "a client for %s cannot use a configuration for %s"
                            .formatted(expected.label(), config.type().label()));
        Transport transport = setup.transport(config);
        return new ClientCore(
                config,
                transport,
                transport.aside(),
                dialect(expected),
                facts(expected, transport),
                context -> Recovery.of(setup.policy(config), context),
                setup.metrics(),
                InstantSource.system());
    }

    private static Dialect dialect(ProviderType provider) {
        return switch (provider) {
            case LLAMA_CPP, RECUA -> Dialect.LLAMA_CPP;
            case OLLAMA -> Dialect.OLLAMA;
            case OPENROUTER, OPENAI_COMPATIBLE -> Dialect.OPENAI;
        };
    }

    private static ProviderFacts facts(ProviderType provider, Transport transport) {
        return switch (provider) {
            case LLAMA_CPP -> LlamaCppFacts.ofServer(transport);
            case RECUA -> LlamaCppFacts.ofGateway(transport);
            case OLLAMA -> new OllamaFacts(transport);
            case OPENROUTER, OPENAI_COMPATIBLE -> new ListedFacts();
        };
    }
}
