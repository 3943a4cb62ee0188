package dev.recua.gateway.http;

import dev.recua.gateway.body.BodyOutcome;
import dev.recua.gateway.body.BodyReader;
import dev.recua.gateway.body.RequestBody;
import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.fleet.Fleet;
import dev.recua.gateway.proxy.Exchange;
import dev.recua.gateway.proxy.UpstreamClient;
import dev.recua.gateway.requests.Asked;
import dev.recua.gateway.requests.LiveRequest;
import dev.recua.gateway.requests.RequestBook;
import dev.recua.gateway.routing.Resolver;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.models.catalogue.Model;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
    private final RequestBook book;
    private final Set<ModelRequest> live = ConcurrentHashMap.newKeySet();

    /// @param resolver resolves with the catalogue as it is at the time of asking
    public ModelRoutes(
            BodyReader bodies,
            Supplier<Resolver> resolver,
            Dispatcher dispatcher,
            Fleet fleet,
            Fingerprints fingerprints,
            UpstreamClient upstreams,
            RequestBook book) {
        this.bodies = bodies;
        this.resolver = resolver;
        this.dispatcher = dispatcher;
        this.fleet = fleet;
        this.fingerprints = fingerprints;
        this.upstreams = upstreams;
        this.book = book;
    }

    /// Answers one request to a model route.
    void handle(HttpServerRequest request, Visitor visitor, ModelRoute route) {
        var query = Query.of(request);
        handle(
                request,
                visitor,
                ModelCall.of(route, query),
                body ->
                        ModelChoice.of(
                                resolver.get(),
                                body.scan(),
                                body.isEmpty(),
                                route.payload(),
                                query));
    }

    /// Answers one request that an engine gets as `call`.
    ///
    /// @param choice finds the model once the body is here
    void handle(
            HttpServerRequest request,
            Visitor visitor,
            ModelCall call,
            Function<RequestBody, ModelChoice> choice) {
        bodies.read(request)
                .onSuccess(
                        outcome -> {
                            try {
                                read(outcome, request, visitor, call, choice);
                            } catch (RuntimeException bug) {
                                visitor.failed(request, call.dialect(), bug);
                            }
                        })
                .onFailure(bug -> visitor.failed(request, call.dialect(), bug));
    }

    /// Ends every answer that is under way, because the gateway stops.
    public void cutOff() {
        List.copyOf(live).forEach(request -> request.fail(ModelErrors.shuttingDown()));
    }

    /// Requests for a model that are not answered completely. From any thread.
    public int liveRequests() {
        return live.size();
    }

    private void read(
            BodyOutcome outcome,
            HttpServerRequest request,
            Visitor visitor,
            ModelCall call,
            Function<RequestBody, ModelChoice> choice) {
        switch (outcome) {
            case BodyOutcome.Read(var body) ->
                    begin(request, visitor, call, body, choice.apply(body));
            case BodyOutcome.TooLarge(var limit) ->
                    visitor.refuse(request, call.dialect(), ApiErrors.tooLarge(limit));
            case BodyOutcome.StorageFailed(var why) ->
                    visitor.refuse(request, call.dialect(), ApiErrors.storageFailed(why));
            case BodyOutcome.ClientGone _ -> {}
        }
    }

    private void begin(
            HttpServerRequest request,
            Visitor visitor,
            ModelCall call,
            RequestBody body,
            ModelChoice choice) {
        switch (choice) {
            case ModelChoice.Chosen(var model) -> start(model, body, request, visitor, call);
            case ModelChoice.None(var why) -> {
                body.close();
                visitor.refuse(request, call.dialect(), why);
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
        LiveRequest life = book.open(asked(model, request, visitor));
        var modelRequest = new ModelRequest(this, exchange, body, call, visitor, life);
        live.add(modelRequest);
        try {
            modelRequest.submit(model);
        } catch (RuntimeException bug) {
            modelRequest.failed(bug);
        }
    }

    private static Asked asked(Model model, HttpServerRequest request, Visitor visitor) {
        return new Asked(
                visitor.requestId(),
                model.id(),
                request.method().name(),
                Optional.ofNullable(request.path()).orElse("/"),
                Optional.ofNullable(request.remoteAddress())
                        .map(SocketAddress::hostAddress)
                        .orElse("unknown"));
    }

    Resolver resolver() {
        return resolver.get();
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
