package dev.recua.client;

import dev.recua.client.http.RawAnswer;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.DetokenizedText;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import dev.recua.client.wire.TokenizeRequest;
import dev.recua.client.wire.Tokens;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Talks to one llama-server.
///
/// HTTP/1.1 (llama-server speaks nothing else) over plain sockets without Nagle's delay; connecting
/// may take 5 s, an answer has no time limit, because a long prompt is read for minutes: an
/// interrupt ends a request. Connections are kept for the next request, but none for 4 s without
/// any request: llama-server closes them after 5. How many are open at once is not limited: it is
/// as many as the caller has requests. Nothing is loaded, and no thread started, before the first
/// request.
///
/// An error answer of the engine is an [ApiException], an answer that is not what the route gives
/// a [BrokenAnswer], a connection that fails an [IOException]. Any thread may use it; whoever
/// opened it closes it, which ends its requests. The key is sent as `Authorization: Bearer …` and
/// is never part of a message.
public final class ServerCalls implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final String JSON = "application/json";
    private static final String CHAT = "/v1/chat/completions";

    private final URI base;
    private final Optional<String> apiKey;
    private final HttpPool pool;

    private ServerCalls(URI base, Optional<String> apiKey, HttpPool pool) {
        this.base = base;
        this.apiKey = apiKey;
        this.pool = pool;
    }

    /// Calls to the server at `base`. Nothing is sent yet.
    ///
    /// @param base   such as `http://127.0.0.1:8080`, without a path
    /// @param apiKey sent with every request when present
    public static ServerCalls of(URI base, Optional<String> apiKey) {
        return of(base, apiKey, InstantSource.system());
    }

    static ServerCalls of(URI base, Optional<String> apiKey, InstantSource clock) {
        return new ServerCalls(base, apiKey, new HttpPool(ServerCalls::client, clock));
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(GatewayHttp.trustingNobody())
                .build();
    }

    /// Whom these calls go to.
    public URI base() {
        return base;
    }

    /// Posts a body as `application/json` and gives the answer as it comes, whatever its status:
    /// status and headers at once, the body byte by byte. The caller closes it.
    ///
    /// @param path such as `/v1/chat/completions`
    public RawAnswer post(String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request =
                to(path).header("Content-Type", JSON)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        return raw(pool.send(request));
    }

    /// Gets an answer as [#post] does.
    public RawAnswer get(String path) throws IOException, InterruptedException {
        return raw(pool.send(to(path).GET().build()));
    }

    /// `GET /health`, which needs no key: 200 when it takes requests, 503 while its weights load.
    ///
    /// @param limit how long the answer may take; a later one is an
    ///     `java.net.http.HttpTimeoutException`
    public RawAnswer health(Duration limit) throws IOException, InterruptedException {
        return raw(pool.send(to("/health").timeout(limit).GET().build()));
    }

    /// Asks a chat model and waits for the whole answer.
    public ChatResponse chatCompletions(ChatRequest request)
            throws IOException, InterruptedException {
        return ask(CHAT, request.asWhole(), ChatResponse.class);
    }

    /// Asks a chat model for a stream; returns when the engine has accepted the request. The caller
    /// closes the stream.
    public ChatStream streamChatCompletions(ChatRequest request)
            throws IOException, InterruptedException {
        RawAnswer answer = accepted(CHAT, request.asStream());
        String type = answer.headers().firstValue("Content-Type").orElse("none");
        if (type.startsWith("text/event-stream"))
            return ChatStream.of(new OldEvents(answer.body()));
        answer.close();
        throw new BrokenAnswer(
                "%s%s answered with Content-Type %s instead of a stream of events. Is it a llama-server?"
                        .formatted(base, CHAT, type));
    }

    /// Turns texts into vectors. The server must have been started with `--embeddings`; else it
    /// answers 501, an [ApiException].
    public EmbeddingResponse embeddings(EmbeddingRequest request)
            throws IOException, InterruptedException {
        return ask("/v1/embeddings", request, EmbeddingResponse.class);
    }

    /// Splits a text into tokens. The engine's path is `/tokenize`, without `/v1`.
    public List<Integer> tokenize(TokenizeRequest request)
            throws IOException, InterruptedException {
        return ask("/tokenize", request, Tokens.class).tokens();
    }

    /// Puts tokens together to a text. The engine's path is `/detokenize`, without `/v1`.
    public String detokenize(List<Integer> tokens) throws IOException, InterruptedException {
        return ask("/detokenize", new Tokens(tokens), DetokenizedText.class).content();
    }

    private <T> T ask(String path, Object body, Class<T> type)
            throws IOException, InterruptedException {
        byte[] answer;
        try (RawAnswer accepted = accepted(path, body)) {
            answer = accepted.body().readAllBytes();
        }
        try {
            @Nullable T value = WireJson.mapper().readValue(answer, type);
            if (value != null) return value;
        } catch (JacksonException e) {
            throw new BrokenAnswer(
                    "%s%s answered something that is not its JSON: %s. Is it a llama-server?"
                            .formatted(base, path, e.getOriginalMessage()),
                    e);
        }
        throw new BrokenAnswer(base + path + " answered null. Is it a llama-server?");
    }

    private RawAnswer accepted(String path, Object body) throws IOException, InterruptedException {
        RawAnswer answer = post(path, WireJson.mapper().writeValueAsBytes(body));
        if (answer.status() / 100 == 2) return answer;
        throw new ApiException(
                answer.status(), GatewayHttp.errorOf(answer.status(), answer.body()));
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    private static RawAnswer raw(HttpResponse<InputStream> response) {
        return new RawAnswer(response.statusCode(), response.headers(), response.body());
    }

    /// Ends every request at once. Closing twice is harmless.
    @Override
    public void close() {
        pool.close();
    }
}
