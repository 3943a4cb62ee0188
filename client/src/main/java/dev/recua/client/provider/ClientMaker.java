package dev.recua.client.provider;

import dev.recua.client.LlamaCppClient;
import dev.recua.client.LlmClient;
import dev.recua.client.OllamaClient;
import dev.recua.client.OpenAiCompatibleClient;
import dev.recua.client.OpenRouterClient;
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
        return config ->
                switch (config.type()) {
                    case OLLAMA -> OllamaClient.of(config);
                    case OPENROUTER -> OpenRouterClient.of(config);
                    case OPENAI_COMPATIBLE -> OpenAiCompatibleClient.of(config);
                    case LLAMA_CPP -> LlamaCppClient.of(config);
                    case RECUA -> dev.recua.client.RecuaClient.of(config);
                };
    }
}
