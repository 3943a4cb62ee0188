package dev.recua.gateway.admin;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.http.ApiErrors;
import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.Door;
import dev.recua.gateway.http.PathNames;
import dev.recua.gateway.http.Visitor;
import dev.recua.gateway.routing.Resolution;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.concurrent.Callable;

/// The paths of the gateway's own API. Lives on the event loop; what blocks runs on worker threads.
public final class AdminRoutes implements Door {
    private static final String MODELS = "/api/models";

    private final AdminModels models;

    public AdminRoutes(AdminModels models) {
        this.models = models;
    }

    @Override
    public boolean owns(String path) {
        return path.equals(MODELS) || path.startsWith(MODELS + "/");
    }

    /// What it asks about children is read from files, so it is gathered off the event loop.
    @Override
    public void answer(HttpServerRequest request, Visitor visitor, String path) {
        HttpMethod method = request.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            visitor.refuse(
                    request, Dialect.OPENAI, ApiErrors.methodNotAllowed(method.name(), path));
            return;
        }
        String rest = path.substring(MODELS.length());
        if (rest.length() <= 1) gather(request, visitor, models::all);
        else describe(request, visitor, PathNames.decode(rest.substring(1)));
    }

    private void describe(HttpServerRequest request, Visitor visitor, String name) {
        switch (models.find(name)) {
            case Resolution.Local(var model) -> gather(request, visitor, () -> models.of(model));
            case Resolution.Unknown(var unknown, var nearest) ->
                    visitor.refuse(
                            request, Dialect.OPENAI, ApiErrors.modelNotFound(unknown, nearest));
            case Resolution.Unnamed(var known) ->
                    visitor.refuse(request, Dialect.OPENAI, ApiErrors.modelNotFound(name, known));
        }
    }

    private static void gather(HttpServerRequest request, Visitor visitor, Callable<?> answer) {
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
        loop.executeBlocking(() -> WireJson.mapper().writeValueAsString(answer.call()))
                .onSuccess(
                        json ->
                                visitor.answer(
                                        request, 200, "application/json; charset=utf-8", json))
                .onFailure(bug -> visitor.failed(request, Dialect.OPENAI, bug));
    }
}
