package dev.recua.gateway.admin;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.http.ErrorAnswer;
import dev.recua.gateway.http.Visitor;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.function.BiConsumer;

/// What an operation says.
sealed interface Reply {
    /// An answer.
    ///
    /// @param headers    besides `Content-Type`
    /// @param afterwards what to do once the answer has left, or its caller has
    record Said(
            int status,
            String contentType,
            String body,
            Map<String, String> headers,
            Runnable afterwards)
            implements Reply {
        public Said {
            headers = Map.copyOf(headers);
        }

        /// The same, with something to do afterwards.
        Said then(Runnable next) {
            return new Said(status, contentType, body, headers, next);
        }
    }

    /// An answer without an end, written by somebody else.
    record Streamed(BiConsumer<HttpServerRequest, Visitor> begin) implements Reply {}

    /// An error.
    record Refused(ErrorAnswer error) implements Reply {}

    /// A record, or a tree, as JSON.
    static Said json(int status, Object value) {
        return json(status, WireJson.mapper().writeValueAsString(value), Map.of());
    }

    /// JSON that is written already.
    static Said json(int status, String json, Map<String, String> headers) {
        return new Said(status, "application/json; charset=utf-8", json, headers, () -> {});
    }

    static Said text(String text) {
        return new Said(200, "text/plain; charset=utf-8", text, Map.of(), () -> {});
    }
}
