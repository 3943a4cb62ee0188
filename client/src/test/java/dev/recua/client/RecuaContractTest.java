package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;

class RecuaContractTest extends PlayedProviderContract {
    RecuaContractTest() {
        super(ProviderType.RECUA);
    }

    @Override
    ProviderType type() {
        return ProviderType.RECUA;
    }

    @Override
    LlmClient open(ProviderConfig config) {
        return RecuaClient.of(config);
    }
}
