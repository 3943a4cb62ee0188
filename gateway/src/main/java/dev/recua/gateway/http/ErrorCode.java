package dev.recua.gateway.http;

import dev.recua.client.wire.ApiError;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be wrong, as a client is told it: the word for programs, with the one status and the
/// one type that belong to it. The page `docs/reference/errors.md` explains each; a test holds both
/// together.
public enum ErrorCode {
    INVALID_JSON(400, "invalid_request_error"),
    MODEL_REQUIRED(400, "invalid_request_error"),
    INVALID_REQUEST(400, "invalid_request_error"),
    INVALID_API_KEY(401, "authentication_error"),
    FORBIDDEN_ORIGIN(403, "permission_error"),
    FORBIDDEN_HOST(403, "permission_error"),
    MODEL_NOT_FOUND(404, "invalid_request_error"),
    NOT_FOUND(404, "not_found_error"),
    METHOD_NOT_ALLOWED(405, "invalid_request_error"),
    MODEL_NOT_LOADED(409, "conflict_error"),
    IN_USE(409, "conflict_error"),
    REQUEST_TOO_LARGE(413, "invalid_request_error"),
    QUEUE_FULL(429, "rate_limit_error"),
    INTERNAL(500, "server_error"),
    MODEL_LOAD_FAILED(502, "server_error"),
    ENGINE_CRASHED(502, "server_error"),
    WAIT_TIMEOUT(503, "unavailable_error"),
    SHUTTING_DOWN(503, "unavailable_error"),
    STOPPED(503, "unavailable_error"),
    ENGINE_MISSING(503, "unavailable_error"),
    MODEL_LOAD_TIMEOUT(504, "server_error");

    private final int status;
    private final String type;

    ErrorCode(int status, String type) {
        this.status = status;
        this.type = type;
    }

    /// HTTP status of every answer with this code.
    public int status() {
        return status;
    }

    /// OpenAI's word for its kind.
    public String type() {
        return type;
    }

    /// As it goes over the wire: `model_not_found`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// An answer with this code.
    ///
    /// @param message what, which and how much
    /// @param hint    what to do next; null where the message says it
    ErrorAnswer says(String message, @Nullable String hint) {
        return new ErrorAnswer(
                status, new ApiError(message, type, null, wire(), hint, null), Map.of());
    }
}
