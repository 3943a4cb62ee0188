package dev.recua.client.http;

import dev.recua.client.wire.WireJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One request before it is sent: what, with which body, and how long its answer may take. Never
/// changes; any thread may use it, also twice.
public final class HttpCall {
    private static final String JSON = "application/json";

    private final String method;
    private final String path;
    private final String accept;
    private final Optional<String> contentType;
    private final BodyPublisher body;
    private final Patience patience;
    private final Map<String, String> headers;

    private HttpCall(
            String method,
            String path,
            String accept,
            Optional<String> contentType,
            BodyPublisher body,
            Patience patience,
            Map<String, String> headers) {
        if (!path.startsWith("/"))
            throw new IllegalArgumentException("a path must begin with /, was " + path);
        this.method = method;
        this.path = path;
        this.accept = accept;
        this.contentType = contentType;
        this.body = body;
        this.patience = patience;
        this.headers = Map.copyOf(headers);
    }

    /// Asks for JSON, without a limit of time.
    ///
    /// @param path such as `/v1/models`, percent-encoded
    public static HttpCall get(String path) {
        return new HttpCall(
                "GET",
                path,
                JSON,
                Optional.empty(),
                BodyPublishers.noBody(),
                Patience.endless(),
                Map.of());
    }

    /// Sends a value as JSON and asks for JSON, without a limit of time.
    public static HttpCall post(String path, Object json) {
        return order("POST", path, json);
    }

    /// The same with any method.
    public static HttpCall order(String method, String path, Object json) {
        return order(method, path, WireJson.mapper().writeValueAsBytes(json));
    }

    /// Sends bytes as they are, called `application/json`.
    public static HttpCall postBytes(String path, byte[] json) {
        return order("POST", path, json);
    }

    private static HttpCall order(String method, String path, byte[] json) {
        return new HttpCall(
                method,
                path,
                JSON,
                Optional.of(JSON),
                BodyPublishers.ofByteArray(json),
                Patience.endless(),
                Map.of());
    }

    /// The same request for another kind of answer, such as `text/event-stream`.
    public HttpCall accepting(String type) {
        return new HttpCall(method, path, type, contentType, body, patience, headers);
    }

    /// The same request with this patience.
    public HttpCall with(Patience other) {
        return new HttpCall(method, path, accept, contentType, body, other, headers);
    }

    /// The same request, whose whole answer may take this long.
    public HttpCall within(Duration limit) {
        return with(Patience.total(limit));
    }

    /// The same request with one more header.
    public HttpCall header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, path, accept, contentType, body, patience, more);
    }

    /// How long its answer may take.
    public Patience patience() {
        return patience;
    }

    /// Where it goes at this server.
    ///
    /// @param base without a slash at its end
    public URI at(URI base) {
        return URI.create(base + path);
    }

    HttpRequest to(URI base, Optional<String> authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at(base)).header("Accept", accept).method(method, body);
        contentType.ifPresent(type -> request.header("Content-Type", type));
        authorization.ifPresent(value -> request.header("Authorization", value));
        headers.forEach(request::header);
        return request.build();
    }
}
