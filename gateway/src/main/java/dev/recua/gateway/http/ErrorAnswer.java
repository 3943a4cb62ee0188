package dev.recua.gateway.http;

import dev.recua.client.wire.ApiError;
import java.util.Map;

/// One answer that says no: status, error body and the headers that tell a client when, or
/// whether, to try again.
public record ErrorAnswer(int status, ApiError error, Map<String, String> headers) {
    public ErrorAnswer {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not an error status: " + status);
        }
        headers = Map.copyOf(headers);
    }
}
