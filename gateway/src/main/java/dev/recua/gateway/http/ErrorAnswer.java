package dev.recua.gateway.http;

import dev.recua.client.wire.ApiError;
import java.util.Map;
import java.util.Objects;

/// One answer that says no: status, error body and the headers that tell a client when, or
/// whether, to try again.
public record ErrorAnswer(int status, ApiError error, Map<String, String> headers) {
    public ErrorAnswer {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not an error status: " + status);
        }
        headers = Map.copyOf(headers);
    }

    /// The word for programs; every error of ours has one.
    String code() {
        return Objects.requireNonNull(error.code(), "an error without a code");
    }
}
