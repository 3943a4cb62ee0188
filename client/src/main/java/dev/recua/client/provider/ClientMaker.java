package dev.recua.client.provider;

import dev.recua.client.ClientSetup;
import dev.recua.client.LlamaCppClient;
import dev.recua.client.LlmClient;
import dev.recua.client.OllamaClient;
import dev.recua.client.OpenAiCompatibleClient;
import dev.recua.client.OpenRouterClient;
import dev.recua.client.RecuaClient;
import dev.recua.client.config.ProviderConfig;

/// Makes the client of a provider. It must not send anything yet.
@FunctionalInterface
public interface ClientMaker {
    /// A client as configured.
    ///
    /// @throws dev.recua.client.error.LlmException when something is missing, such as a key
    /// @throws IllegalArgumentException            when the configuration is no such provider's
    LlmClient make(ProviderConfig config);

    /// The clients of this library, each with a connection pool of its own.
    static ClientMaker usual() {
        return with(ClientSetup.usual());
    }

    /// The clients of this library, made of these parts.
    static ClientMaker with(ClientSetup setup) {
        return config ->
                switch (config.type()) {
                    case OLLAMA -> OllamaClient.of(config, setup);
                    case OPENROUTER -> OpenRouterClient.of(config, setup);
                    case OPENAI_COMPATIBLE -> OpenAiCompatibleClient.of(config, setup);
                    case LLAMA_CPP -> LlamaCppClient.of(config, setup);
                    case RECUA -> RecuaClient.of(config, setup);
                };
    }
}
