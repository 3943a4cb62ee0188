package dev.recua.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The first to see a request: judges who asks, and hands it to one route.
///
/// 1. a foreign `Host` or `Origin` is refused, on every route;
/// 2. a preflight of a page that may call is answered;
/// 3. without our key, where one is required, only `/health` answers;
/// 4. whoever answers is found by method and path: a [Door], which knows its own paths, a route of
///    [ModelTable], `/upstream/…`, or one of the few that stand here.
///
/// Lives on the event loop.
public final class Routes implements Handler<HttpServerRequest> {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String ADMIN = "/api/";
    private static final String MODELS = "/v1/models";
    private static final Set<String> MODEL_LISTS = Set.of(MODELS, "/models");

    private final OriginGuard guard;
    private final KeyCheck key;
    private final ModelRoutes models;
    private final UpstreamRoutes upstream;
    private final ModelListing listing;
    private final List<Door> doors;
    private final String greeting;
    private final Consumer<String> refusals;

    /// @param doors    the parts that answer by themselves, the gateway's own API among them
    /// @param greeting what a person sees who opens the address in a browser
    /// @param refusals is told the code of each error that answers a request which got no model
    public Routes(
            OriginGuard guard,
            KeyCheck key,
            ModelRoutes models,
            ModelListing listing,
            List<Door> doors,
            String greeting,
            Consumer<String> refusals) {
        this.guard = guard;
        this.key = key;
        this.models = models;
        this.upstream = new UpstreamRoutes(models);
        this.listing = listing;
        this.doors = List.copyOf(doors);
        this.greeting = greeting;
        this.refusals = refusals;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String requestId = RequestId.of(request.getHeader("X-Request-Id"));
        try {
            judge(request, requestId);
        } catch (RuntimeException bug) {
            stranger(request, requestId).failed(request, Dialect.of(path(request)), bug);
        }
    }

    /// Answers what cannot be read as a request, and closes the connection, since nobody
    /// knows where the next request begins.
    public void handleBroken(HttpServerRequest request, int longestLine, int longestHead) {
        var visitor = stranger(request, RequestId.of(request.getHeader("X-Request-Id")));
        Throwable why = request.decoderResult().cause();
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        refuse(
                request,
                visitor,
                switch (why) {
                    case TooLongHttpLineException _ -> ApiErrors.addressTooLong(longestLine);
                    case TooLongHttpHeaderException _ -> ApiErrors.headersTooLong(longestHead);
                    case null, default -> ApiErrors.noRequest(why);
                });
    }

    private void judge(HttpServerRequest request, String requestId) {
        OriginGuard.Visit visit = visit(request);
        switch (guard.judge(visit)) {
            case OriginGuard.Verdict.ForeignHost(var host) ->
                    refuse(request, stranger(request, requestId), ApiErrors.foreignHost(host));
            case OriginGuard.Verdict.ForeignOrigin(var origin) ->
                    refuse(
                            request,
                            stranger(request, requestId),
                            ApiErrors.foreignOrigin(origin, visit.modelRoute()));
            case OriginGuard.Verdict.Allowed(var corsOrigin) ->
                    attend(request, visitor(request, requestId, corsOrigin));
        }
    }

    private void attend(HttpServerRequest request, Visitor visitor) {
        try {
            letIn(request, visitor);
        } catch (RuntimeException bug) {
            visitor.failed(request, Dialect.of(path(request)), bug);
        }
    }

    private Visitor visitor(
            HttpServerRequest request, String requestId, Optional<String> corsOrigin) {
        return new Visitor(requestId, Dialect.of(path(request)), corsOrigin, refusals);
    }

    private Visitor stranger(HttpServerRequest request, String requestId) {
        return visitor(request, requestId, Optional.empty());
    }

    private void letIn(HttpServerRequest request, Visitor visitor) {
        if (Preflight.is(request)) {
            Preflight.answer(request, visitor, path(request));
        } else if (isGet(request) && path(request).equals("/health")) {
            visitor.answer(request, 200, JSON, "{\"status\":\"ok\"}");
        } else if (!key.accepts(
                request.getHeader("Authorization"), request.getHeader("x-api-key"))) {
            refuse(request, visitor, ApiErrors.invalidKey());
        } else {
            route(request, visitor);
        }
    }

    private void route(HttpServerRequest request, Visitor visitor) {
        String path = path(request);
        Optional<Door> door = door(request, path);
        var toEngine = ModelTable.find(request.method(), path, Query.of(request));
        if (door.isPresent()) {
            door.get().answer(request, visitor, path);
        } else if (toEngine.isPresent()) {
            models.handle(request, visitor, toEngine.get());
        } else if (UpstreamRoutes.owns(path)) {
            upstream.answer(request, visitor, path);
        } else if (isGet(request) && MODEL_LISTS.contains(path)) {
            visitor.answer(request, 200, JSON, listing.all());
        } else if (isGet(request)
                && path.startsWith(MODELS + "/")
                && path.length() > MODELS.length() + 1) {
            String name = path.substring(MODELS.length() + 1);
            describe(request, visitor, listing.one(PathNames.decode(name)));
        } else if (isGet(request) && path.equals("/")) {
            visitor.answer(request, 200, "text/plain; charset=utf-8", greeting);
        } else {
            refuse(request, visitor, ApiErrors.notFound(request.method().name(), path));
        }
    }

    private static void refuse(HttpServerRequest request, Visitor visitor, ErrorAnswer why) {
        visitor.refuse(request, Dialect.of(path(request)), why);
    }

    private static void describe(HttpServerRequest request, Visitor visitor, Described described) {
        switch (described) {
            case Described.Known(var json) -> visitor.answer(request, 200, JSON, json);
            case Described.Unknown(var unknown, var nearest) ->
                    refuse(request, visitor, ApiErrors.modelNotFound(unknown, nearest));
        }
    }

    private Optional<Door> door(HttpServerRequest request, String path) {
        return doors.stream().filter(door -> door.owns(request, path)).findFirst();
    }

    private OriginGuard.Visit visit(HttpServerRequest request) {
        String path = path(request);
        Optional<Door> door = door(request, path);
        boolean navigation =
                path.equals("/") || door.filter(it -> it.mayBeLinkedTo(path)).isPresent();
        boolean modelRoute = !navigation && door.isEmpty() && !isAdmin(path);
        return new OriginGuard.Visit(
                request.getHeader("Host"),
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader("Sec-Fetch-Mode"),
                request.method().equals(HttpMethod.GET),
                modelRoute,
                navigation);
    }

    /// Whether a path belongs to the gateway's own API, also where nothing answers yet.
    private static boolean isAdmin(String path) {
        return (path + "/").startsWith(ADMIN);
    }

    /// The path, or nothing for `OPTIONS *` and the like.
    private static String path(HttpServerRequest request) {
        return Optional.ofNullable(request.path()).orElse("");
    }

    private static boolean isGet(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }
}
