package dev.recua.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Asks this gateway itself, as any client would: so a question that our own API asks for somebody
/// waits its turn, is counted, logged and cancelled like every other. Lives on the event loop.
public final class Loopback {
    private static final int AT_ONCE = 4096;
    private static final int IDLE_SECONDS = 4;
    private static final String REQUEST_ID = "X-Request-Id";

    /// What shows who asks: the caller's own, so that nobody gets in by way of us.
    private static final List<String> KEYS = List.of("Authorization", "x-api-key");

    private final HttpClient client;
    private final Supplier<URI> url;

    private Loopback(HttpClient client, Supplier<URI> url) {
        this.client = client;
        this.url = url;
    }

    /// Connects nowhere yet. Close it with [#close].
    ///
    /// @param url where the gateway answers, with the real port
    public static Loopback open(Vertx vertx, Supplier<URI> url) {
        var options =
                new HttpClientOptions().setPipelining(false).setKeepAliveTimeout(IDLE_SECONDS);
        var pool = new PoolOptions().setHttp1MaxSize(AT_ONCE);
        return new Loopback(vertx.createHttpClient(options, pool), url);
    }

    /// Questions under way fail.
    public Future<Void> close() {
        return client.close();
    }

    /// What came back.
    ///
    /// @param headers by their names, in any case
    record Answer(int status, Map<String, String> headers, Buffer body) {
        boolean isGood() {
            return status / 100 == 2;
        }
    }

    /// Posts JSON for a caller, with its key and its request id. When the caller leaves, the
    /// question is broken off.
    Future<Answer> post(Call call, String path, Buffer json) {
        URI here = url.get();
        var target =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(here.getHost())
                        .setPort(here.getPort())
                        .setURI(path);
        return client.request(target).compose(request -> send(call, request, json));
    }

    private static Future<Answer> send(Call call, HttpClientRequest request, Buffer json) {
        request.exceptionHandler(_ -> {});
        call.gone().onSuccess(_ -> request.reset());
        request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        request.putHeader(REQUEST_ID, call.requestId());
        for (String key : KEYS) call.header(key).ifPresent(it -> request.putHeader(key, it));
        return request.send(json).compose(Loopback::read);
    }

    private static Future<Answer> read(HttpClientResponse response) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        return response.body().map(body -> new Answer(response.statusCode(), headers, body));
    }
}
