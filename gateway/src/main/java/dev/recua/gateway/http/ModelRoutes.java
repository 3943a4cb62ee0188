package dev.recua.gateway.http;

import dev.recua.gateway.body.BodyOutcome;
import dev.recua.gateway.body.BodyReader;
import dev.recua.gateway.body.JsonScan;
import dev.recua.gateway.body.RequestBody;
import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.fleet.Fleet;
import dev.recua.gateway.proxy.Exchange;
import dev.recua.gateway.proxy.UpstreamClient;
import dev.recua.gateway.routing.Resolution;
import dev.recua.gateway.routing.Resolver;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.models.catalogue.Model;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The routes that a model answers: reads the body, finds the model, and lets a [ModelRequest] do
/// the rest. Lives on the event loop.
public final class ModelRoutes {
    private final BodyReader bodies;
    private final Supplier<Resolver> resolver;
    private final Dispatcher dispatcher;
    private final Fleet fleet;
    private final Fingerprints fingerprints;
    private final UpstreamClient upstreams;
    private final Set<ModelRequest> live = ConcurrentHashMap.newKeySet();

    /// @param resolver resolves with the catalogue as it is at the time of asking
    public ModelRoutes(
            BodyReader bodies,
            Supplier<Resolver> resolver,
            Dispatcher dispatcher,
            Fleet fleet,
            Fingerprints fingerprints,
            UpstreamClient upstreams) {
        this.bodies = bodies;
        this.resolver = resolver;
        this.dispatcher = dispatcher;
        this.fleet = fleet;
        this.fingerprints = fingerprints;
        this.upstreams = upstreams;
    }

    /// Answers one request to a model route.
    void handle(HttpServerRequest request, Visitor visitor, ModelRoute route) {
        bodies.read(request)
                .onSuccess(outcome -> read(outcome, request, visitor, route))
                .onFailure(bug -> visitor.failed(request, route.dialect(), bug));
    }

    /// Ends every answer that is under way, because the gateway stops.
    public void cutOff() {
        List.copyOf(live).forEach(request -> request.fail(ApiErrors.shuttingDown()));
    }

    /// Requests for a model that are not answered completely. From any thread.
    public int liveRequests() {
        return live.size();
    }

    private void read(
            BodyOutcome outcome, HttpServerRequest request, Visitor visitor, ModelRoute route) {
        switch (outcome) {
            case BodyOutcome.Read(var body) -> find(body, request, visitor, route);
            case BodyOutcome.TooLarge(var limit) ->
                    visitor.refuse(request, route.dialect(), ApiErrors.tooLarge(limit));
            case BodyOutcome.StorageFailed(var why) ->
                    visitor.refuse(request, route.dialect(), ApiErrors.storageFailed(why));
            case BodyOutcome.ClientGone _ -> {}
        }
    }

    private void find(
            RequestBody body, HttpServerRequest request, Visitor visitor, ModelRoute route) {
        var query = Query.of(request);
        switch (target(body, route.payload(), query)) {
            case Target.Found(var model) ->
                    start(model, body, request, visitor, ModelCall.of(route, query));
            case Target.None(var why) -> {
                body.close();
                visitor.refuse(request, route.dialect(), why);
            }
        }
    }

    private void start(
            Model model,
            RequestBody body,
            HttpServerRequest request,
            Visitor visitor,
            ModelCall call) {
        var headers = visitor.headers().with("X-Recua-Model", PathNames.header(model.id()));
        var exchange = Exchange.of(request, body, headers, upstreams);
        var modelRequest = new ModelRequest(this, exchange, body, call, visitor);
        live.add(modelRequest);
        try {
            modelRequest.submit(model);
        } catch (RuntimeException bug) {
            modelRequest.failed(bug);
        }
    }

    /// The model that a request asks for, or why there is none.
    private sealed interface Target {
        record Found(Model model) implements Target {}

        record None(ErrorAnswer why) implements Target {}
    }

    /// The body's `model` counts before the query's.
    private Target target(RequestBody body, ModelRoute.Payload payload, Query query) {
        var asked = query.value(Query.MODEL);
        if (payload == ModelRoute.Payload.UNSEEN) return modelOf(resolver.get().resolve(asked));
        return switch (body.scan()) {
            case JsonScan.Found(var name, var _) ->
                    modelOf(resolver.get().resolve(name.or(() -> asked)));
            case JsonScan.Malformed _ when payload == ModelRoute.Payload.ANY && body.isEmpty() ->
                    modelOf(resolver.get().resolve(asked));
            case JsonScan.NotAnObject _ when payload == ModelRoute.Payload.ANY ->
                    modelOf(resolver.get().resolve(asked));
            case JsonScan.Malformed(var offset, var why) ->
                    new Target.None(ApiErrors.malformedJson(offset, why));
            case JsonScan.NotAnObject _ -> new Target.None(ApiErrors.notAnObject());
        };
    }

    private static Target modelOf(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Local(var model) when model.problem().isPresent() ->
                    new Target.None(ApiErrors.loadFailed(model.id().value(), broken(model)));
            case Resolution.Local(var model) -> new Target.Found(model);
            case Resolution.Unknown(var name, var nearest) ->
                    new Target.None(ApiErrors.modelNotFound(name, nearest));
            case Resolution.Unnamed(var known) -> new Target.None(ApiErrors.modelRequired(known));
        };
    }

    private static LoadFailure broken(Model model) {
        return new LoadFailure(
                LoadFailure.Kind.FAILED,
                model.problem().orElseThrow(),
                "bad_file",
                true,
                OptionalInt.empty(),
                List.of());
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Fleet fleet() {
        return fleet;
    }

    Fingerprints fingerprints() {
        return fingerprints;
    }

    void over(ModelRequest request) {
        live.remove(request);
    }
}
