package dev.recua.client;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.NotSupported;
import dev.recua.client.monitor.Metrics;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/// The contract of [LlmClient], passed on to the [ClientCore] of a provider. What a provider does
/// its own way is in what its core was made of, not in what a class overrides.
abstract sealed class CoreClient implements LlmClient
        permits LlamaCppClient,
                OllamaClient,
                OpenRouterClient,
                OpenAiCompatibleClient,
                RecuaClient {
    private final ClientCore core;

    CoreClient(ClientCore core) {
        this.core = core;
    }

    final ClientCore core() {
        return core;
    }

    @Override
    public final ProviderType provider() {
        return core.transport().provider();
    }

    @Override
    public final URI base() {
        return core.transport().base();
    }

    @Override
    public final Capabilities capabilities() {
        return Capabilities.of(provider());
    }

    @Override
    public final CompletableFuture<Void> initialize() {
        return core.initialize();
    }

    @Override
    public final String currentModel() {
        return core.currentModel();
    }

    @Override
    public final void setModel(String model) throws InterruptedException {
        core.setModel(model);
    }

    @Override
    public final int contextSize() {
        return core.contextSize();
    }

    @Override
    public final List<String> availableModels() throws InterruptedException {
        return core.availableModels();
    }

    @Override
    public final ChatResponse chat(ChatRequest request) throws InterruptedException {
        return core.chat(request);
    }

    @Override
    public final CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        return Later.of(() -> core.chat(request));
    }

    @Override
    public final ChatStream chatStream(ChatRequest request) throws InterruptedException {
        return core.chatStream(request);
    }

    @Override
    public final Flow.Publisher<ChatChunk> chatPublisher(ChatRequest request) {
        return new ChatPublisher(() -> core.chatStream(request));
    }

    @Override
    public final EmbeddingResponse embed(EmbeddingRequest request) throws InterruptedException {
        if (capabilities().of(Capabilities.Feature.EMBEDDINGS) == Capabilities.Support.NONE)
            throw new NotSupported(provider(), "offers no embeddings");
        return core.embed(request);
    }

    @Override
    public final int countTokens(ChatRequest request) throws InterruptedException {
        return core.direct().countTokens(request, request.messages());
    }

    /// What came of the requests so far, and of health checks where a monitor looks.
    public final Metrics metrics() {
        return core.metrics();
    }

    @Override
    public final void clearContext() throws InterruptedException {
        core.clearContext();
    }

    @Override
    public final void close() {
        core.close();
    }
}
