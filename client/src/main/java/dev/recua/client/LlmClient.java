package dev.recua.client;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.NotSupported;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/// One contract for every provider: the seven methods of source 002, embeddings, and what a
/// provider can do. `LlamaCppClient`, `OllamaClient`, `OpenRouterClient`, `OpenAiCompatibleClient`
/// and `RecuaClient` keep it.
///
/// A request without a model means [#currentModel]. Failures are
/// `dev.recua.client.error.LlmException`s, mended first as the provider's configuration says. An
/// interrupt ends the request. Any thread may use a client; whoever opened it closes it, which ends
/// its requests.
public interface LlmClient extends AutoCloseable {
    /// Who answers.
    ProviderType provider();

    /// Where, without `/v1` at its end.
    URI base();

    /// What this provider can do.
    Capabilities capabilities();

    /// Looks whether the server is there, which models it has and how much context; chooses the
    /// first configured, else the first available model. Asked for implicitly by the first request
    /// that needs it; twice is once. What cannot be found out keeps its default.
    CompletableFuture<Void> initialize();

    /// The model that requests mean which name none; empty before one is known.
    String currentModel();

    /// Chooses the model, and finds out its context size anew.
    void setModel(String model) throws InterruptedException;

    /// Tokens of context of the current model: configured, else as the server tells it, else 4096.
    int contextSize();

    /// Names of the models that the server offers; the configured list when it does not tell.
    List<String> availableModels() throws InterruptedException;

    /// Asks and waits for the whole answer.
    ChatResponse chat(ChatRequest request) throws InterruptedException;

    /// The same without waiting; cancelling the future ends the request.
    default CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        return Later.of(() -> chat(request));
    }

    /// Asks for a stream. The caller closes it, which ends the request.
    ChatStream chatStream(ChatRequest request) throws InterruptedException;

    /// The same as a publisher: each subscription is one request, begun when something is demanded,
    /// and ended by cancelling.
    default Flow.Publisher<ChatChunk> chatPublisher(ChatRequest request) {
        return new ChatPublisher(() -> chatStream(request));
    }

    /// Turns texts into vectors, in one request.
    ///
    /// @throws NotSupported when this provider offers none
    EmbeddingResponse embed(EmbeddingRequest request) throws InterruptedException;

    /// Tokens of a request as its model reads it: template, tools and special tokens included.
    ///
    /// @throws NotSupported when this provider does not count
    default int countTokens(ChatRequest request) throws InterruptedException {
        throw new NotSupported(provider(), "has no way to count tokens");
    }

    /// Forgets what the server keeps of earlier prompts, where it can be told to.
    void clearContext() throws InterruptedException;

    /// Ends every request of this client at once.
    @Override
    void close();
}
