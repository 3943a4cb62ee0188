package dev.recua.client;

import dev.recua.client.chat.OpenAiChat;
import dev.recua.client.chat.OpenAiChat.Dialect;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.http.Transport;
import java.time.InstantSource;

/// Puts the parts of a client together: the one place where a provider is matched with its ways.
///
/// @param config    as the caller has it
/// @param transport to its address
record Wiring(ProviderConfig config, Transport transport) {
    /// With a pool of its own and source 002's limits.
    static Wiring own(ProviderConfig config) {
        return own(config, ConnectionPool.Limits.DEFAULT);
    }

    /// With a pool of its own.
    static Wiring own(ProviderConfig config, ConnectionPool.Limits limits) {
        return new Wiring(
                config, Transport.of(config.type(), config.baseUrl(), config.apiKey(), limits));
    }

    /// Over somebody's pool.
    static Wiring over(ProviderConfig config, ConnectionPool pool) {
        return new Wiring(
                config, Transport.over(pool, config.type(), config.baseUrl(), config.apiKey()));
    }

    /// @throws IllegalArgumentException when the configuration is another provider's
    ClientCore core(ProviderType expected) {
        if (config.type() != expected)
            throw new IllegalArgumentException(
                    "a client for %s cannot use a configuration for %s"
                            .formatted(expected.label(), config.type().label()));
        return new ClientCore(
                config, transport, dialect(), facts(), this::patient, InstantSource.system());
    }

    private Patient patient(OpenAiChat direct) {
        return new Direct(direct, config.timeout());
    }

    private Dialect dialect() {
        return switch (config.type()) {
            case LLAMA_CPP, RECUA -> Dialect.LLAMA_CPP;
            case OLLAMA -> Dialect.OLLAMA;
            case OPENROUTER, OPENAI_COMPATIBLE -> Dialect.OPENAI;
        };
    }

    private ProviderFacts facts() {
        return switch (config.type()) {
            case LLAMA_CPP -> LlamaCppFacts.ofServer(transport);
            case RECUA -> LlamaCppFacts.ofGateway(transport);
            case OLLAMA -> new OllamaFacts(transport);
            case OPENROUTER, OPENAI_COMPATIBLE -> new ListedFacts();
        };
    }
}
