package dev.recua.gateway.admin;

import dev.recua.gateway.http.Visitor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/// One request to an operation, read and checked. Lives on the event loop.
final class Call {
    private final HttpServerRequest request;
    private final Visitor visitor;
    private final Context loop;
    private final Map<String, String> names;
    private final Map<Parameter, Object> parameters;
    private final Optional<Record> body;
    private final Promise<Void> gone = Promise.promise();

    /// @param names   values of the path's names
    /// @param parameters values of all the operation's parameters
    Call(
            HttpServerRequest request,
            Visitor visitor,
            Context loop,
            Map<String, String> names,
            Map<Parameter, Object> parameters,
            Optional<Record> body) {
        this.request = request;
        this.visitor = visitor;
        this.loop = loop;
        this.names = names;
        this.parameters = parameters;
        this.body = body;
        HttpServerResponse response = request.response();
        if (response.closed()) {
            gone.complete();
            return;
        }
        // A caller that hangs up is no error; without handlers Vert.x would log it as one.
        request.connection().exceptionHandler(_ -> {});
        response.exceptionHandler(_ -> {});
        response.closeHandler(
                _ -> {
                    if (!response.ended()) gone.tryComplete();
                });
    }

    /// What stands in the path for this name, decoded.
    String name(String name) {
        return Objects.requireNonNull(names.get(name), name);
    }

    boolean is(Parameter.Truth parameter) {
        return (Boolean) Objects.requireNonNull(parameters.get(parameter), parameter.name());
    }

    int number(Parameter.Whole parameter) {
        return (Integer) Objects.requireNonNull(parameters.get(parameter), parameter.name());
    }

    Optional<String> text(Parameter.Word parameter) {
        return optional(parameter);
    }

    Optional<String> text(Parameter.Choice parameter) {
        return optional(parameter);
    }

    Set<String> words(Parameter.Some parameter) {
        var said = (Set<?>) Objects.requireNonNull(parameters.get(parameter), parameter.name());
        return said.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    private Optional<String> optional(Parameter parameter) {
        var said =
                (Optional<?>) Objects.requireNonNull(parameters.get(parameter), parameter.name());
        return said.map(String.class::cast);
    }

    /// The body of an operation that has one.
    <T extends Record> T body(Class<T> type) {
        return type.cast(body.orElseThrow());
    }

    /// A header as it came.
    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    String requestId() {
        return visitor.requestId();
    }

    /// Completed, on the event loop, when the caller leaves before it is answered.
    Future<Void> gone() {
        return gone.future();
    }

    /// Runs what blocks on a worker thread; the future completes on the event loop.
    <T> Future<T> aside(Callable<T> blocking) {
        return loop.executeBlocking(blocking, false)
                .map(result -> Objects.requireNonNull(result, "nothing came back"));
    }

    /// Runs a task of the event loop after the one that runs now.
    void later(Runnable task) {
        loop.runOnContext(_ -> task.run());
    }

    /// A result of another thread, or of a decision that is being made now: as a new task of the
    /// event loop, when whatever follows from it is decided.
    <T> Future<T> await(CompletionStage<T> result) {
        Promise<T> promise = Promise.promise();
        result.whenComplete(
                (value, failure) ->
                        later(
                                () -> {
                                    if (failure == null) promise.complete(value);
                                    else promise.fail(failure);
                                }));
        return promise.future();
    }
}
