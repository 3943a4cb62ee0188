package dev.recua.benchmarks.faults;

import dev.recua.client.LlamaCppClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.wire.ChatRequest;
import java.net.URI;
import java.util.List;

/// Our client, as it talks to a llama-server.
final class RecuaSdk implements Subject {
    @Override
    public String name() {
        return "recua-client";
    }

    @Override
    public String ask(URI address, boolean streamed) throws InterruptedException {
        ProviderConfig config =
                ProviderConfig.of(ProviderType.LLAMA_CPP, address)
                        .withModels(List.of("m"))
                        .withTimeout(TIMEOUT)
                        .withMaxRetries(0);
        var question = ChatRequest.of("m", "Hello", it -> {});
        try (var client = LlamaCppClient.of(config)) {
            if (!streamed) return client.chat(question).text();
            try (var stream = client.chatStream(question)) {
                return stream.readAll().text();
            }
        }
    }
}
