package dev.recua.client;

import dev.recua.client.chat.OpenAiChat;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Sampling;
import dev.recua.client.config.Secret;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.http.Tls;
import dev.recua.client.http.Transport;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.DetokenizedText;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import dev.recua.client.wire.TokenizeRequest;
import dev.recua.client.wire.Tokens;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Talks to one llama-server, each call as it is: no second try, no time limit, because a long
/// prompt is read for minutes; an interrupt ends a request. What [LlamaCppClient] does with
/// patience, this does for whoever supervises the server and knows its state.
///
/// The raw calls give every answer as it comes and throw [IOException] when the connection fails;
/// the typed ones throw `dev.recua.client.error.LlmException` for whatever is no whole answer. How
/// many connections are open at once is not limited: as many as the caller has requests. Nothing is
/// loaded, and no thread started, before the first request. Any thread may use it; whoever opened
/// it closes it, which ends its requests. The key is never part of a message.
public final class ServerCalls implements AutoCloseable {
    private final ConnectionPool pool;
    private final Transport transport;
    private final OpenAiChat chat;

    private ServerCalls(ConnectionPool pool, Transport transport) {
        this.pool = pool;
        this.transport = transport;
        this.chat =
                new OpenAiChat(transport, OpenAiChat.Dialect.LLAMA_CPP, Sampling.UNSET, () -> "");
    }

    /// Calls to the server at `base`. Nothing is sent yet.
    ///
    /// @param base   such as `http://127.0.0.1:8080`, without a path
    /// @param apiKey sent with every request when present
    public static ServerCalls of(URI base, Optional<String> apiKey) {
        return of(base, apiKey, InstantSource.system());
    }

    static ServerCalls of(URI base, Optional<String> apiKey, InstantSource clock) {
        ConnectionPool pool =
                ConnectionPool.of(ConnectionPool.Limits.UNLIMITED, Tls.usual(), clock);
        return new ServerCalls(
                pool, Transport.over(pool, ProviderType.LLAMA_CPP, base, apiKey.map(Secret::of)));
    }

    /// Whom these calls go to.
    public URI base() {
        return transport.base();
    }

    /// Posts a body as `application/json` and gives the answer as it comes, whatever its status:
    /// status and headers at once, the body byte by byte. The caller closes it.
    ///
    /// @param path such as `/v1/chat/completions`
    public RawAnswer post(String path, byte[] body) throws IOException, InterruptedException {
        return transport.send(HttpCall.postBytes(path, body));
    }

    /// Gets an answer as [#post] does.
    public RawAnswer get(String path) throws IOException, InterruptedException {
        return transport.send(HttpCall.get(path));
    }

    /// `GET /health`, which needs no key: 200 when it takes requests, 503 while its weights load.
    ///
    /// @param limit how long the answer may take; a later one is an
    ///     `java.net.http.HttpTimeoutException`
    public RawAnswer health(Duration limit) throws IOException, InterruptedException {
        return transport.send(HttpCall.get("/health").within(limit));
    }

    /// Asks a chat model and waits for the whole answer.
    public ChatResponse chatCompletions(ChatRequest request) throws InterruptedException {
        return chat.chat(request, OpenAiChat.NO_LIMIT);
    }

    /// Asks a chat model for a stream; returns when the engine has accepted the request. The caller
    /// closes the stream.
    public ChatStream streamChatCompletions(ChatRequest request) throws InterruptedException {
        return ChatStream.of(chat.stream(request, OpenAiChat.NO_LIMIT));
    }

    /// Turns texts into vectors. The server must have been started with `--embeddings`; else it
    /// answers 501.
    public EmbeddingResponse embeddings(EmbeddingRequest request) throws InterruptedException {
        return ask("/v1/embeddings", request, EmbeddingResponse.class);
    }

    /// Splits a text into tokens. The engine's path is `/tokenize`, without `/v1`.
    public List<Integer> tokenize(TokenizeRequest request) throws InterruptedException {
        return ask("/tokenize", request, Tokens.class).tokens();
    }

    /// Puts tokens together to a text. The engine's path is `/detokenize`, without `/v1`.
    public String detokenize(List<Integer> tokens) throws InterruptedException {
        return ask("/detokenize", new Tokens(tokens), DetokenizedText.class).content();
    }

    private <T> T ask(String path, Object body, Class<T> type) throws InterruptedException {
        return transport.ask(HttpCall.post(path, body), type);
    }

    /// Ends every request at once. Closing twice is harmless.
    @Override
    public void close() {
        transport.close();
        pool.close();
    }
}
