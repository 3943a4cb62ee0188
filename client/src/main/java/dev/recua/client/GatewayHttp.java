package dev.recua.client;

import dev.recua.client.admin.AdminCalls;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.http.AnswerEvents;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Patience;
import dev.recua.client.http.Transport;
import dev.recua.client.wire.ApiError;
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
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// HTTP to one gateway: requests with the key, answers read as JSON, failures as
/// [RecuaException]s.
///
/// HTTP/1.1 only, because llama-server and the gateway speak nothing else. Any thread may use it.
final class GatewayHttp implements AdminCalls, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final String JSON = "application/json";

    /// How much of an answer that is no JSON a message quotes.
    private static final int QUOTED = 300;

    private final URI base;
    private final Optional<String> apiKey;
    private final HttpClient http;

    /// For streams of events, which last: they take no connection away from other requests.
    private final Transport streams;

    /// @param base an `http` or `https` address without a slash at its end
    GatewayHttp(URI base, Optional<String> apiKey) {
        this.base = base;
        this.apiKey = apiKey;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT);
        if (base.getScheme().equalsIgnoreCase("http")) {
            builder.sslContext(trustingNobody());
        }
        this.http = builder.build();
        this.streams =
                Transport.of(
                        ProviderType.RECUA,
                        base,
                        apiKey.map(Secret::of),
                        ConnectionPool.Limits.UNLIMITED);
    }

    /// The JDK's client reads every certificate of the machine when it is built, which takes longer
    /// than asking a gateway on loopback. Without TLS nobody looks at them, and a client for `http`
    /// never comes to TLS: it follows no redirect.
    static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    URI base() {
        return base;
    }

    @Override
    public <T> T get(String path, Duration limit, Class<T> type) throws InterruptedException {
        HttpRequest get = to(path, JSON).timeout(limit).GET().build();
        return read(get, send(get), type);
    }

    @Override
    public String text(String path, Duration limit) throws InterruptedException {
        HttpRequest get = to(path, "text/plain").timeout(limit).GET().build();
        return new String(bytes(get, send(get)), StandardCharsets.UTF_8);
    }

    @Override
    public AnswerEvents stream(String path, String lastEventId, Duration silence)
            throws InterruptedException {
        HttpCall call = HttpCall.get(path).with(Patience.silence(silence));
        return AnswerEvents.open(
                streams, lastEventId.isEmpty() ? call : call.header("Last-Event-ID", lastEventId));
    }

    @Override
    public <T> T order(
            String method, String path, Optional<?> body, Optional<Duration> limit, Class<T> type)
            throws InterruptedException {
        HttpRequest order = order(method, path, body, limit);
        return read(order, send(order), type);
    }

    @Override
    public void order(String method, String path, Duration limit) throws InterruptedException {
        HttpRequest order = order(method, path, Optional.empty(), Optional.of(limit));
        bytes(order, send(order)); // to its end, so that the connection can be used again
    }

    private HttpRequest order(
            String method, String path, Optional<?> body, Optional<Duration> limit) {
        Object content = body.isPresent() ? body.get() : Map.of();
        HttpRequest.Builder order =
                to(path, JSON)
                        .header("Content-Type", JSON)
                        .method(method, BodyPublishers.ofByteArray(json(content)));
        limit.ifPresent(order::timeout);
        return order.build();
    }

    /// A request with a JSON body, without a time limit.
    HttpRequest post(String path, String accept, Object body) {
        return to(path, accept)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(json(body)))
                .build();
    }

    private static byte[] json(Object body) {
        return WireJson.mapper().writeValueAsBytes(body);
    }

    private HttpRequest.Builder to(String path, String accept) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", accept);
        apiKey.ifPresent(key -> builder.header("Authorization", "Bearer " + key));
        return builder;
    }

    /// Sends, and throws what the server refuses. A body that is returned is for the caller to
    /// close.
    HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
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

    /// Reads a whole answer.
    <T> T read(HttpRequest request, HttpResponse<InputStream> response, Class<T> type) {
        try {
            @Nullable T value = WireJson.mapper().readValue(bytes(request, response), type);
            if (value == null) {
                throw new BrokenAnswer(request.uri() + " answered null.");
            }
            return value;
        } catch (JacksonException e) {
            throw new BrokenAnswer(
                    "%s answered something that is not its JSON: %s. Is it a Recua gateway?"
                            .formatted(request.uri(), e.getOriginalMessage()),
                    e);
        }
    }

    private static byte[] bytes(HttpRequest request, HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new BrokenAnswer(
                    "The answer of %s stopped before its end (%s). Ask again."
                            .formatted(request.uri(), Reason.of(e)),
                    e);
        }
    }

    private static ApiError errorOf(HttpResponse<InputStream> response) {
        return errorOf(response.statusCode(), response.body());
    }

    /// What an answer that is no 2xx says, whatever its body is; closes the body.
    static ApiError errorOf(int status, InputStream answer) {
        String text = "";
        try (InputStream body = answer) {
            text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            ApiError.@Nullable Body read = WireJson.mapper().readValue(text, ApiError.Body.class);
            if (read != null && read.error() != null) {
                return read.error();
            }
        } catch (IOException | JacksonException e) {
            // Below: an error without the usual body is told by what it has.
            return unusual(status, text);
        }
        return unusual(status, text);
    }

    private static ApiError unusual(int status, String text) {
        String quoted = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
        String message =
                "HTTP %d %s"
                        .formatted(status, quoted.isBlank() ? "without a body" : quoted.strip());
        return new ApiError(message, null, null, null, null, null);
    }

    /// Ends every request at once.
    @Override
    public void close() {
        streams.close();
        http.shutdownNow();
    }
}
