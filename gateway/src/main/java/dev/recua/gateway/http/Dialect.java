package dev.recua.gateway.http;

import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import io.vertx.core.buffer.Buffer;

/// How a route speaks: the shape of its error bodies and of an error in the middle of a stream.
public enum Dialect {
    /// OpenAI's: `{"error":{…}}`, in a stream as one `data:` event.
    OPENAI;

    /// The body of an error answer.
    Buffer body(ApiError error) {
        return switch (this) {
            case OPENAI ->
                    Buffer.buffer(WireJson.mapper().writeValueAsBytes(new ApiError.Body(error)));
        };
    }

    /// The last event of a stream that could not be finished.
    Buffer event(ApiError error) {
        return switch (this) {
            case OPENAI -> Buffer.buffer("data: ").appendBuffer(body(error)).appendString("\n\n");
        };
    }
}
