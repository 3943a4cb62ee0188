package dev.recua.gateway.admin;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.body.BodyOutcome;
import dev.recua.gateway.body.BodyReader;
import dev.recua.gateway.body.BodyScan;
import dev.recua.gateway.body.FormScan;
import dev.recua.gateway.body.JsonScan;
import dev.recua.gateway.http.ApiErrors;
import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.ErrorAnswer;
import dev.recua.gateway.http.OrderErrors;
import dev.recua.gateway.http.Visitor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One request that has found its operation: reads its body, asks, and answers. Lives on the event
/// loop.
final class Arrival {
    private final HttpServerRequest request;
    private final Visitor visitor;
    private final Operation operation;
    private final Map<Parameter, Object> parameters;
    private final Map<String, String> names;
    private final Context loop =
            Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");

    Arrival(
            HttpServerRequest request,
            Visitor visitor,
            Operation operation,
            Map<Parameter, Object> parameters,
            String path) {
        this.request = request;
        this.visitor = visitor;
        this.operation = operation;
        this.parameters = parameters;
        this.names = operation.path().match(path).orElseThrow();
    }

    /// Reads the body, then asks. One that the operation does not want is read to its end and let
    /// go.
    void read(BodyReader bodies) {
        bodies.read(request).onSuccess(this::read).onFailure(this::failed);
    }

    /// Asks the operation, and answers.
    void ask(Optional<Record> body) {
        var call = new Call(request, visitor, loop, names, parameters, body);
        try {
            operation.action().answer(call).onSuccess(this::say).onFailure(this::failed);
        } catch (RuntimeException bug) {
            failed(bug);
        }
    }

    private void read(BodyOutcome outcome) {
        switch (outcome) {
            case BodyOutcome.Read(var body) ->
                    body.bytes()
                            .onComplete(_ -> body.close())
                            .onSuccess(bytes -> understand(body.scan(), bytes))
                            .onFailure(e -> refuse(ApiErrors.storageFailed(String.valueOf(e))));
            case BodyOutcome.TooLarge(var limit) -> refuse(OrderErrors.tooLarge(limit));
            case BodyOutcome.StorageFailed(var why) -> refuse(ApiErrors.storageFailed(why));
            case BodyOutcome.ClientGone _ -> {}
        }
    }

    private void understand(BodyScan scan, Buffer bytes) {
        if (operation.body().isEmpty()) {
            ask(Optional.empty());
            return;
        }
        Class<? extends Record> type = operation.body().get();
        if (bytes.length() == 0) {
            check(JsonNodeFactory.instance.objectNode(), type);
            return;
        }
        switch (scan) {
            case JsonScan.Malformed(var offset, var why) ->
                    refuse(OrderErrors.malformedJson(offset, why, BodyCheck.names(type)));
            case JsonScan.NotAnObject _, FormScan _ ->
                    refuse(OrderErrors.noObject(BodyCheck.names(type)));
            case JsonScan.Found _ -> parse(bytes, type);
        }
    }

    private void parse(Buffer bytes, Class<? extends Record> type) {
        try {
            check(WireJson.mapper().readTree(bytes.getBytes()), type);
        } catch (JacksonException e) {
            refuse(
                    OrderErrors.malformedJson(
                            Math.max(0, e.getLocation().getByteOffset()),
                            e.getOriginalMessage(),
                            BodyCheck.names(type)));
        }
    }

    private void check(JsonNode object, Class<? extends Record> type) {
        Optional<BodyCheck.Wrong> wrong = BodyCheck.of(object, type);
        if (wrong.isPresent()) {
            refuse(OrderErrors.badField(wrong.get().field(), wrong.get().what()));
            return;
        }
        try {
            ask(Optional.of(WireJson.mapper().treeToValue(object, type)));
        } catch (JacksonException e) { // the record itself refused the values
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            refuse(OrderErrors.badBody(String.valueOf(cause.getMessage())));
        }
    }

    private void say(Reply reply) {
        switch (reply) {
            case Reply.Refused(var why) -> refuse(why);
            case Reply.Streamed(var begin) -> begin.accept(request, visitor);
            case Reply.Said said -> {
                HttpServerResponse response = request.response();
                if (response.ended() || response.closed()) {
                    said.afterwards().run();
                    return;
                }
                response.endHandler(_ -> said.afterwards().run());
                said.headers().forEach(response::putHeader);
                visitor.answer(request, said.status(), said.contentType(), said.body());
            }
        }
    }

    private void refuse(ErrorAnswer why) {
        visitor.refuse(request, Dialect.OPENAI, why);
    }

    private void failed(Throwable bug) {
        visitor.failed(request, Dialect.OPENAI, bug);
    }
}
