package dev.recua.client;

import dev.recua.client.wire.ApiError;

/// The gateway, or the engine behind it, answered with an error.
public final class ApiException extends RecuaException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ApiError error;

    /// @param status the HTTP status; 200 when the error came as an event of a stream that had
    ///     begun
    /// @param error what the server said
    public ApiException(int status, ApiError error) {
        super(error.message());
        this.status = status;
        this.error = error;
    }

    /// The HTTP status; 200 when the error came as an event of a stream that had begun.
    public int status() {
        return status;
    }

    /// What the server said.
    public ApiError error() {
        return error;
    }
}
