package dev.recua.gateway.http;

import dev.recua.gateway.body.BodyScan;
import dev.recua.gateway.body.FormScan;
import dev.recua.gateway.body.JsonScan;
import dev.recua.gateway.http.ModelRoute.Payload;
import dev.recua.gateway.routing.Resolution;
import dev.recua.gateway.routing.Resolver;
import dev.recua.models.catalogue.Model;
import java.util.Optional;

/// The model that a request asks for, or why there is none. Pure.
///
/// The body's `model` counts before the query's; what neither names, [Resolver] decides.
sealed interface ModelChoice {
    /// It may be loaded.
    record Chosen(Model model) implements ModelChoice {}

    /// The request is refused.
    record None(ErrorAnswer why) implements ModelChoice {}

    /// The choice for one request.
    ///
    /// @param scan  what the body says
    /// @param empty whether there is no body
    static ModelChoice of(
            Resolver resolver, BodyScan scan, boolean empty, Payload payload, Query query) {
        return switch (payload) {
            case UNSEEN -> named(resolver, Optional.empty(), query);
            case ANY -> ofAny(resolver, scan, empty, query);
            case OBJECT -> ofObject(resolver, scan, query);
        };
    }

    private static ModelChoice ofAny(Resolver resolver, BodyScan scan, boolean empty, Query query) {
        return empty || scan instanceof JsonScan.NotAnObject
                ? named(resolver, Optional.empty(), query)
                : ofObject(resolver, scan, query);
    }

    private static ModelChoice ofObject(Resolver resolver, BodyScan scan, Query query) {
        return switch (scan) {
            case FormScan(var name) -> named(resolver, name, query);
            case JsonScan.Found(var name, var _) -> named(resolver, name, query);
            case JsonScan.Malformed(var offset, var why) ->
                    new None(ApiErrors.malformedJson(offset, why));
            case JsonScan.NotAnObject _ -> new None(ApiErrors.notAnObject());
        };
    }

    private static ModelChoice named(Resolver resolver, Optional<String> inBody, Query query) {
        var name = inBody.or(() -> query.value(Query.MODEL)).filter(given -> !given.isBlank());
        return switch (resolver.resolve(name)) {
            case Resolution.Local(var model) -> of(model);
            case Resolution.Unknown(var unknown, var nearest) ->
                    new None(
                            name.isPresent()
                                    ? ApiErrors.modelNotFound(unknown, nearest)
                                    : ApiErrors.defaultNotFound(unknown, nearest));
            case Resolution.Unnamed(var known) -> new None(ApiErrors.modelRequired(known));
        };
    }

    /// A model that was found by its name; a broken one is refused with the reason.
    static ModelChoice of(Model model) {
        return model.problem().isPresent()
                ? new None(ModelErrors.brokenFile(model))
                : new Chosen(model);
    }
}
