package dev.recua.gateway.admin;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.http.ApiErrors;
import dev.recua.gateway.http.ErrorAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The body of an order to the admin API: a small JSON object, which may be left out.
final class SmallBody {
    static final int LIMIT = 64 * 1024;

    private SmallBody() {}

    /// What came.
    sealed interface Read {}

    /// An object; empty when there was no body.
    record Json(JsonNode object) implements Read {}

    /// Something else, or too much of it.
    record Refused(ErrorAnswer error) implements Read {}

    /// Reads it; fails when the client leaves before its end.
    static Future<Read> of(HttpServerRequest request) {
        Promise<Read> read = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(
                chunk -> {
                    if (body.length() + chunk.length() <= LIMIT) body.appendBuffer(chunk);
                    else read.tryComplete(new Refused(ApiErrors.tooLarge(LIMIT)));
                });
        request.exceptionHandler(read::tryFail);
        request.endHandler(_ -> read.tryComplete(parse(body.toString())));
        return read.future();
    }

    static Read parse(String body) {
        if (body.isBlank()) return new Json(WireJson.mapper().createObjectNode());
        try {
            JsonNode json = WireJson.mapper().readTree(body);
            return json.isObject() ? new Json(json) : new Refused(ApiErrors.notAnObject());
        } catch (JacksonException e) {
            long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
            return new Refused(ApiErrors.malformedJson(at, String.valueOf(e.getOriginalMessage())));
        }
    }
}
