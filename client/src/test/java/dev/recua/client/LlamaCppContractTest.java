package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;

class LlamaCppContractTest extends PlayedProviderContract {
    LlamaCppContractTest() {
        super(ProviderType.LLAMA_CPP);
    }

    @Override
    ProviderType type() {
        return ProviderType.LLAMA_CPP;
    }

    @Override
    LlmClient open(ProviderConfig config) {
        return LlamaCppClient.of(config);
    }
}
