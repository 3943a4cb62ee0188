package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;

class OllamaContractTest extends PlayedProviderContract {
    OllamaContractTest() {
        super(ProviderType.OLLAMA);
    }

    @Override
    ProviderType type() {
        return ProviderType.OLLAMA;
    }

    @Override
    LlmClient open(ProviderConfig config) {
        return OllamaClient.of(config);
    }
}
