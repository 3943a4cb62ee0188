package dev.recua.gateway.admin;

import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.Door;
import dev.recua.gateway.http.Query;
import dev.recua.gateway.http.Visitor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.function.Supplier;

/// `GET /metrics` without `model`: the gateway's own figures, for Prometheus. With `model` the path
/// is an engine's. Lives on the event loop; the scrape runs on a worker thread, since it reads
/// files.
public final class MetricsDoor implements Door {
    private static final String PATH = "/metrics";

    /// Prometheus' text format, which every scraper takes.
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<String> scrape;

    /// @param scrape gives everything as it is now; may block
    public MetricsDoor(Supplier<String> scrape) {
        this.scrape = scrape;
    }

    @Override
    public boolean owns(String path) {
        return path.equals(PATH);
    }

    @Override
    public boolean owns(HttpServerRequest request, String path) {
        return owns(path) && isGet(request) && !Query.of(request).has("model");
    }

    @Override
    public void answer(HttpServerRequest request, Visitor visitor, String path) {
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
        loop.executeBlocking(scrape::get, false)
                .onSuccess(text -> visitor.answer(request, 200, TEXT, text))
                .onFailure(bug -> visitor.failed(request, Dialect.OPENAI, bug));
    }

    private static boolean isGet(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }
}
