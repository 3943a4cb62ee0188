package dev.recua.client;

import dev.recua.client.error.LlmException;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// `GET /health`, asked once.
final class HealthRoute {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Transport transport;

    HealthRoute(Transport transport) {
        this.transport = transport;
    }

    /// @throws LlmException with source 002's text when the answer is no 2xx, or as it is when
    /// there
    ///     is none
    void check() throws InterruptedException {
        try {
            var unused = transport.text(HttpCall.get("/health").within(LIMIT));
        } catch (LlmException e) {
            throw named(e);
        }
    }

    private LlmException named(LlmException e) {
        OptionalInt status = e.status();
        if (status.isEmpty() || status.getAsInt() / 100 == 2) return e;
        String message =
                "%s server health check failed: %d"
                        .formatted(transport.provider().label(), status.getAsInt());
        LlmException.Failure failure =
                new LlmException.Failure(
                        transport.provider(),
                        e.target(),
                        message,
                        status,
                        e.error(),
                        e.retryAfter(),
                        e.failure().shouldRetry(),
                        Optional.of(e));
        return switch (e.type()) {
            case MODEL_LOADING -> new LlmException.ModelLoading(message, failure);
            case AUTHENTICATION_ERROR -> new LlmException.AuthenticationFailed(message, failure);
            case SERVER_OVERLOADED -> new LlmException.ServerOverloaded(message, failure);
            case CONNECTION_ERROR,
                    MODEL_NOT_FOUND,
                    CONTEXT_OVERFLOW,
                    INVALID_REQUEST,
                    TIMEOUT_ERROR,
                    STREAMING_ERROR,
                    SERVER_ERROR ->
                    new LlmException.ServerFailed(message, failure);
        };
    }
}
