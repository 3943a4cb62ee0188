package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;

class OpenAiCompatibleContractTest extends PlayedProviderContract {
    OpenAiCompatibleContractTest() {
        super(ProviderType.OPENAI_COMPATIBLE);
    }

    @Override
    ProviderType type() {
        return ProviderType.OPENAI_COMPATIBLE;
    }

    @Override
    LlmClient open(ProviderConfig config) {
        return OpenAiCompatibleClient.of(config);
    }
}
