package dev.recua.client;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.Health;
import dev.recua.client.wire.ModelList;
import dev.recua.client.wire.ModelRow;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

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
///
/// HTTP/1.1 only, because llama-server and the gateway speak nothing else. Any thread may use a
/// client; whoever opened it closes it, which ends its requests. The key is never part of a
/// message.
public final class RecuaClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(30);

    /// How much of an answer that is no JSON a message quotes.
    private static final int QUOTED = 300;

    private final URI base;
    private final Optional<String> apiKey;
    private final HttpClient http;

    private RecuaClient(URI base, Optional<String> apiKey, HttpClient http) {
        this.base = base;
        this.apiKey = apiKey;
        this.http = http;
    }

    /// A client for the gateway at `base`. Nothing is sent yet.
    ///
    /// @param base such as `http://127.0.0.1:8091`
    /// @param apiKey sent with every request when present
    /// @throws IllegalArgumentException when `base` is no `http` or `https` address
    public static RecuaClient of(URI base, Optional<String> apiKey) {
        URI normal = GatewayAddress.named(base.toString(), "the gateway's address").uri();
        HttpClient.Builder http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT);
        if (normal.getScheme().equalsIgnoreCase("http")) {
            http.sslContext(trustingNobody());
        }
        return new RecuaClient(normal, apiKey, http.build());
    }

    /// The JDK's client reads every certificate of the machine when it is built, which takes longer
    /// than asking a gateway on loopback. Without TLS nobody looks at them, and a client for `http`
    /// never comes to TLS: it follows no redirect.
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /// Which gateway this client talks to.
    public URI base() {
        return base;
    }

    /// Whether the gateway answers, and what it says.
    ///
    /// @throws RecuaException when it does not answer within 5 s, or with an error
    public Health health() throws InterruptedException {
        return get("/health", HEALTH_TIMEOUT, Health.class);
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
        return get("/v1/models", LIST_TIMEOUT, ModelList.class);
    }

    /// All models that the gateway knows, also those that cannot be used, with what they do now.
    ///
    /// @throws RecuaException see the class
    public List<ModelInfo> catalogue() throws InterruptedException {
        return get("/api/models", LIST_TIMEOUT, ModelInfos.class).models();
    }

    /// Asks and waits for the whole answer.
    ///
    /// @throws RecuaException when there is no whole answer
    public ChatResponse chat(ChatRequest request) throws InterruptedException {
        HttpRequest post = chatRequest(request.asWhole(), "application/json");
        HttpResponse<InputStream> response = send(post);
        return read(post, response, ChatResponse.class);
    }

    /// Asks for a stream. Returns when the gateway has accepted the request, which may be long
    /// before the first chunk. The caller closes the stream.
    ///
    /// @throws RecuaException when the gateway refuses, or the answer is no stream
    public ChatStream stream(ChatRequest request) throws InterruptedException {
        HttpRequest post = chatRequest(request.asStream(), "text/event-stream");
        HttpResponse<InputStream> response = send(post);
        String type = response.headers().firstValue("Content-Type").orElse("none");
        if (!type.startsWith("text/event-stream")) {
            closeQuietly(response.body());
            throw new BrokenAnswer(
                    "%s answered with Content-Type %s instead of a stream of events. Is it a Recua gateway?"
                            .formatted(post.uri(), type));
        }
        return new ChatStream(response.body());
    }

    /// Ends every request of this client at once.
    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> T get(String path, Duration timeout, Class<T> type) throws InterruptedException {
        HttpRequest get = to(path, "application/json").timeout(timeout).GET().build();
        return read(get, send(get), type);
    }

    private HttpRequest chatRequest(ChatRequest request, String accept) {
        byte[] body = WireJson.mapper().writeValueAsBytes(request);
        return to("/v1/chat/completions", accept)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpRequest.Builder to(String path, String accept) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", accept);
        apiKey.ifPresent(key -> builder.header("Authorization", "Bearer " + key));
        return builder;
    }

    /// Sends, and throws what the server refuses. A body that is returned is for the caller to
    /// close.
    private HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = http.send(request, BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpTimeoutException e) {
            throw new GatewayUnreachable(base, Reason.of(e), e);
        } catch (IOException e) {
            throw new BrokenAnswer(
                    "The connection to %s ended before an answer came (%s). Look at the gateway's log and ask again."
                            .formatted(base, Reason.of(e)),
                    e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new ApiException(response.statusCode(), errorOf(response));
        }
        return response;
    }

    private <T> T read(HttpRequest request, HttpResponse<InputStream> response, Class<T> type) {
        try (InputStream body = response.body()) {
            @Nullable T value = WireJson.mapper().readValue(body.readAllBytes(), type);
            if (value == null) {
                throw new BrokenAnswer(request.uri() + " answered null.");
            }
            return value;
        } catch (IOException e) {
            throw new BrokenAnswer(
                    "The answer of %s stopped before its end (%s). Ask again."
                            .formatted(request.uri(), Reason.of(e)),
                    e);
        } catch (JacksonException e) {
            throw new BrokenAnswer(
                    "%s answered something that is not its JSON: %s. Is it a Recua gateway?"
                            .formatted(request.uri(), e.getOriginalMessage()),
                    e);
        }
    }

    private static ApiError errorOf(HttpResponse<InputStream> response) {
        String text = "";
        try (InputStream body = response.body()) {
            text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            ApiError.@Nullable Body read = WireJson.mapper().readValue(text, ApiError.Body.class);
            if (read != null && read.error() != null) {
                return read.error();
            }
        } catch (IOException | JacksonException e) {
            // Below: an error without the usual body is told by what it has.
            return unusual(response.statusCode(), text);
        }
        return unusual(response.statusCode(), text);
    }

    private static ApiError unusual(int status, String text) {
        String quoted = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
        String message =
                "HTTP %d %s"
                        .formatted(status, quoted.isBlank() ? "without a body" : quoted.strip());
        return new ApiError(message, null, null, null, null, null);
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
