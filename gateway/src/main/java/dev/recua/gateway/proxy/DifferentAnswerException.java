package dev.recua.gateway.proxy;

/// The second engine's head does not fit the one that the caller already has.
public final class DifferentAnswerException extends Exception {
    private final int status;
    private final String body;

    DifferentAnswerException(int status, String contentType, String body) {
        super("it answered %d %s".formatted(status, contentType));
        this.status = status;
        this.body = body;
    }

    /// The status that could not be passed on.
    public int status() {
        return status;
    }

    /// The start of the answer that could not be passed on, at most 8 KiB; an engine's error is in
    /// there.
    public String body() {
        return body;
    }
}
