package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;

class OpenRouterContractTest extends PlayedProviderContract {
    OpenRouterContractTest() {
        super(ProviderType.OPENROUTER);
    }

    @Override
    ProviderType type() {
        return ProviderType.OPENROUTER;
    }

    @Override
    LlmClient open(ProviderConfig config) {
        return OpenRouterClient.of(config);
    }
}
