package dev.recua.supervisor.server;

import dev.recua.client.ChatStream;
import dev.recua.client.ServerCalls;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import java.util.List;

/// What servers have in common that answer over HTTP: their [ModelCalls].
abstract sealed class AskableServer implements Server, ModelCalls, AutoCloseable
        permits LlamaServer, AdoptedServer {
    private final HttpCalls calls = new HttpCalls(new Asked());

    /// Looks before each call.
    ///
    /// @throws ServerException when it cannot be asked now
    abstract void check() throws ServerException;

    private final class Asked implements HttpCalls.Access {
        @Override
        public void check() throws ServerException {
            AskableServer.this.check();
        }

        @Override
        public ServerCalls open() {
            return ServerCalls.of(baseUrl(), apiKey());
        }
    }

    @Override
    public abstract void close();

    /// Ends the calls; another one is an [IllegalStateException].
    void closeCalls() {
        calls.close();
    }

    @Override
    public void checkHealth() throws ServerException, InterruptedException {
        calls.checkHealth();
    }

    @Override
    public RawAnswer post(String path, byte[] body) throws ServerException, InterruptedException {
        return calls.post(path, body);
    }

    @Override
    public ChatResponse chatCompletions(ChatRequest request)
            throws ServerException, InterruptedException {
        return calls.chatCompletions(request);
    }

    @Override
    public ChatStream streamChatCompletions(ChatRequest request)
            throws ServerException, InterruptedException {
        return calls.streamChatCompletions(request);
    }

    @Override
    public EmbeddingResponse embeddings(EmbeddingRequest request)
            throws ServerException, InterruptedException {
        return calls.embeddings(request);
    }

    @Override
    public List<Integer> tokenize(String text) throws ServerException, InterruptedException {
        return calls.tokenize(text);
    }

    @Override
    public String detokenize(List<Integer> tokens) throws ServerException, InterruptedException {
        return calls.detokenize(tokens);
    }
}
