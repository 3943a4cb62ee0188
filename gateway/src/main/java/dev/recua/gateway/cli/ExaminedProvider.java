package dev.recua.gateway.cli;

import dev.recua.client.LlamaCppClient;
import dev.recua.client.LlmClient;
import dev.recua.client.OllamaClient;
import dev.recua.client.OpenAiCompatibleClient;
import dev.recua.client.OpenRouterClient;
import dev.recua.client.RecuaClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// A provider of the client configuration.
record ExaminedProvider(LlmClient client) implements Examined {
    /// The provider as it is configured, without any second try: what goes wrong is what is looked
    /// for.
    static Examined of(ProviderConfig configured) {
        ProviderConfig config = configured.withMaxRetries(0);
        return switch (config.type()) {
            case LLAMA_CPP -> new ExaminedProvider(LlamaCppClient.of(config));
            case OLLAMA -> new ExaminedProvider(OllamaClient.of(config));
            case OPENROUTER -> new ExaminedProvider(OpenRouterClient.of(config));
            case OPENAI_COMPATIBLE -> new ExaminedProvider(OpenAiCompatibleClient.of(config));
            case RECUA -> new ExaminedGateway(RecuaClient.of(config));
        };
    }

    @Override
    public URI address() {
        return client.base();
    }

    @Override
    public void health() throws InterruptedException {
        try {
            var _ = client.initialize().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LlmException failure
                    ? failure
                    : new IllegalStateException("the client could not be started", e);
        }
    }

    /// As the server lists them, and the configured ones where it lists none.
    @Override
    public List<String> models() throws InterruptedException {
        List<String> offered = client.availableModels();
        String current = client.currentModel();
        if (current.isEmpty() || !offered.contains(current)) return offered;
        List<String> others = offered.stream().filter(it -> !it.equals(current)).toList();
        return Stream.concat(Stream.of(current), others.stream()).toList();
    }

    @Override
    public void chat(String model) throws InterruptedException {
        var _ = client.chat(ChatRequest.of(model, "Hello", it -> it.maxTokens(1)));
    }

    @Override
    public void close() {
        client.close();
    }
}
