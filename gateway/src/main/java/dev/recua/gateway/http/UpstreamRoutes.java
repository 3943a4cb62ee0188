package dev.recua.gateway.http;

import dev.recua.gateway.proxy.Exchange;
import dev.recua.gateway.routing.Resolution;
import dev.recua.gateway.scheduling.Use;
import dev.recua.models.catalogue.Model;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `/upstream/{model}/…`: everything that a model's engine answers, with any method and any body,
/// also as a WebSocket. Path and query reach the engine as they came. Lives on the event loop.
final class UpstreamRoutes {
    /// Whoever asks these only looks: no reason to load a model, nor to keep it.
    private static final Set<String> LOOKED_AT = Set.of("/health", "/v1/health");

    /// Counts tokens, without the query of a generation; beside the slots as in [ModelTable].
    private static final Set<String> LIGHT =
            Set.of(
                    "/props",
                    "/v1/chat/completions/input_tokens",
                    "/v1/chat/completions/control",
                    "/v1/responses/input_tokens");

    /// Parts of a page: who shows one has loaded the page itself before.
    private static final Set<String> ASSETS =
            Set.of(
                    "js",
                    "mjs",
                    "css",
                    "map",
                    "ico",
                    "png",
                    "jpg",
                    "jpeg",
                    "gif",
                    "svg",
                    "webp",
                    "avif",
                    "woff",
                    "woff2",
                    "ttf",
                    "otf",
                    "wasm",
                    "webmanifest");

    private final ModelRoutes models;

    UpstreamRoutes(ModelRoutes models) {
        this.models = models;
    }

    /// Whether a path is one of ours.
    static boolean owns(String path) {
        return path.startsWith(UpstreamPath.PREFIX);
    }

    /// Answers a request to a path that is one of ours.
    void answer(HttpServerRequest request, Visitor visitor, String path) {
        switch (UpstreamPath.split(path, models.resolver())) {
            case UpstreamPath.Inner(var model, var rest) -> forward(request, visitor, model, rest);
            case UpstreamPath.Bare() -> addSlash(request, visitor, path);
            case UpstreamPath.Nobody(var name) ->
                    visitor.refuse(request, Dialect.of(path), nobody(request, path, name));
        }
    }

    private void forward(
            HttpServerRequest request, Visitor visitor, Model model, String enginePath) {
        var query = Query.of(request);
        var call =
                new ModelCall(
                        enginePath + query.whole(),
                        Dialect.of(enginePath),
                        use(request.method(), PathNames.decode(enginePath)),
                        query.autoload(),
                        Exchange.asksForWebSocket(request));
        models.handle(request, visitor, call, _ -> ModelChoice.of(model));
    }

    /// What a request does to the child: what is in the table as it is there; any other POST is
    /// work, for all we know; anything else is answered beside the slots.
    static Use use(HttpMethod method, String path) {
        Optional<Use> known = ModelTable.find(method, path).map(ModelRoute::use);
        if (known.isPresent()) return known.get();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return LOOKED_AT.contains(path) || isAsset(path) ? Use.LOOK : Use.LIGHT;
        }
        return method.equals(HttpMethod.POST) && !LIGHT.contains(path) ? Use.WORK : Use.LIGHT;
    }

    private static boolean isAsset(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot >= 0 && ASSETS.contains(file.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /// A page's relative links need the slash (RFC 9110 §15.4.9: method and body stay).
    private static void addSlash(HttpServerRequest request, Visitor visitor, String path) {
        var response = request.response();
        visitor.greet(response.setStatusCode(308));
        response.putHeader("Location", path + "/" + Query.of(request).whole()).end();
    }

    private ErrorAnswer nobody(HttpServerRequest request, String path, String name) {
        if (name.isBlank()) return ApiErrors.notFound(request.method().name(), path);
        return switch (models.resolver().resolve(Optional.of(name))) {
            case Resolution.Unknown(var unknown, var nearest) ->
                    ApiErrors.modelNotFound(unknown, nearest);
            case Resolution.Local _, Resolution.Unnamed _ ->
                    ApiErrors.modelNotFound(name, List.of());
        };
    }
}
