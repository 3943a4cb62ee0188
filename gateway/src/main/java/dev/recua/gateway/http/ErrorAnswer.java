package dev.recua.gateway.http;

import dev.recua.client.wire.ApiError;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// One answer that says no: status, error body and the headers that tell a client when, or
/// whether, to try again. Made by [ErrorCode#says].
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

    /// The same with facts for programs.
    ErrorAnswer with(ObjectNode details) {
        return new ErrorAnswer(
                status,
                new ApiError(
                        error.message(),
                        error.type(),
                        error.param(),
                        error.code(),
                        error.hint(),
                        details),
                headers);
    }

    /// The same, naming the parameter or field that is to blame.
    ErrorAnswer blaming(String param) {
        return new ErrorAnswer(
                status,
                new ApiError(
                        error.message(),
                        error.type(),
                        param,
                        error.code(),
                        error.hint(),
                        error.details()),
                headers);
    }

    /// Clients may try again after so many seconds.
    ErrorAnswer after(long seconds) {
        return header("Retry-After", Long.toString(seconds));
    }

    /// Clients that try again by themselves should not.
    ErrorAnswer notAgain() {
        return header("x-should-retry", "false");
    }

    ErrorAnswer header(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new ErrorAnswer(status, error, more);
    }
}
