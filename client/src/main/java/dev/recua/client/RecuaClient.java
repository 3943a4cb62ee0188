package dev.recua.client;

import dev.recua.client.admin.AdminClient;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.Health;
import dev.recua.client.wire.ModelList;
import dev.recua.client.wire.ModelRow;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Talks to one gateway.
///
/// ```java
/// var question = ChatRequest.of("recua-tiny", "Hello!", it -> it.temperature(0));
/// try (var recua = RecuaClient.of(URI.create("http://127.0.0.1:8091"), Optional.empty());
///         var answer = recua.stream(question)) {
///     answer.forEachRemaining(chunk -> System.out.print(chunk.text()));
/// }
/// ```
///
/// Failures are [RecuaException]s: nobody answers ([GatewayUnreachable]), the gateway says no
/// ([ApiException]), the answer is not whole ([BrokenAnswer]). Connecting may take 5 s, `health` 5
/// s in all, `models` 30 s; an answer of a model has no time limit. An interrupt ends the request.
/// Any thread may use a client; whoever opened it closes it, which ends its requests. The key is
/// never part of a message.
public final class RecuaClient implements AutoCloseable {
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(30);
    private static final String CHAT = "/v1/chat/completions";

    private final GatewayHttp http;

    private RecuaClient(GatewayHttp http) {
        this.http = http;
    }

    /// A client for the gateway at `base`. Nothing is sent yet.
    ///
    /// @param base such as `http://127.0.0.1:8091`
    /// @param apiKey sent with every request when present
    /// @throws IllegalArgumentException when `base` is no `http` or `https` address
    public static RecuaClient of(URI base, Optional<String> apiKey) {
        URI normal = GatewayAddress.named(base.toString(), "the gateway's address").uri();
        return new RecuaClient(new GatewayHttp(normal, apiKey));
    }

    /// Which gateway this client talks to.
    public URI base() {
        return http.base();
    }

    /// Whether the gateway answers, and what it says.
    ///
    /// @throws RecuaException when it does not answer within 5 s, or with an error
    public Health health() throws InterruptedException {
        return http.get("/health", HEALTH_TIMEOUT, Health.class);
    }

    /// The models that the gateway offers, in its order.
    ///
    /// @throws RecuaException when there is no whole answer
    public List<ModelRow> models() throws InterruptedException {
        return modelList().data();
    }

    /// The same with the list's own fields, as `GET /v1/models` answers it.
    ///
    /// @throws RecuaException when there is no whole answer
    public ModelList modelList() throws InterruptedException {
        return http.get("/v1/models", LIST_TIMEOUT, ModelList.class);
    }

    /// The gateway's own API: what it knows and runs, and orders to it. Closed with this client.
    public AdminClient admin() {
        return new AdminClient(http);
    }

    /// Asks and waits for the whole answer.
    ///
    /// @throws RecuaException when there is no whole answer
    public ChatResponse chat(ChatRequest request) throws InterruptedException {
        HttpRequest post = http.post(CHAT, "application/json", request.asWhole());
        HttpResponse<InputStream> response = http.send(post);
        return http.read(post, response, ChatResponse.class);
    }

    /// Asks for a stream. Returns when the gateway has accepted the request, which may be long
    /// before the first chunk. The caller closes the stream.
    ///
    /// @throws RecuaException when the gateway refuses, or the answer is no stream
    public ChatStream stream(ChatRequest request) throws InterruptedException {
        HttpRequest post = http.post(CHAT, "text/event-stream", request.asStream());
        HttpResponse<InputStream> response = http.send(post);
        String type = response.headers().firstValue("Content-Type").orElse("none");
        if (!type.startsWith("text/event-stream")) {
            closeQuietly(response.body());
            throw new BrokenAnswer(
                    "%s answered with Content-Type %s instead of a stream of events. Is it a Recua gateway?"
                            .formatted(post.uri(), type));
        }
        return ChatStream.of(new OldEvents(response.body()));
    }

    /// Ends every request of this client at once.
    @Override
    public void close() {
        http.close();
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The caller throws something that says more.
            return;
        }
    }
}
