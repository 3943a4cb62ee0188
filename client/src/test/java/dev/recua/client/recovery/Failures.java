package dev.recua.client.recovery;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import dev.recua.client.error.LlmException.Failure;
import dev.recua.client.wire.ApiError;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Failures of every kind, as tests need them.
final class Failures {
    private static final URI TARGET = URI.create("http://127.0.0.1:8080/v1/chat/completions");

    private Failures() {}

    static LlmException of(ErrorType type) {
        return of(type, Optional.empty(), Optional.empty(), null);
    }

    static LlmException after(ErrorType type, Duration retryAfter) {
        return of(type, Optional.of(retryAfter), Optional.empty(), null);
    }

    static LlmException settled(ErrorType type) {
        return of(type, Optional.empty(), Optional.of(false), null);
    }

    static LlmException saying(ErrorType type, String words) {
        return of(type, Optional.empty(), Optional.empty(), words);
    }

    static LlmException.ContextOverflow overflow(
            @Nullable Integer promptTokens, @Nullable Integer contextSize) {
        return new LlmException.ContextOverflow("too long", failure(), promptTokens, contextSize);
    }

    /// No place in the connection pool became free in time.
    static LlmException noPlace() {
        return new LlmException.TimedOut(
                "no place in time", failure(), Happened.Phase.PLACE_IN_POOL);
    }

    private static Failure failure() {
        return Failure.of(ProviderType.LLAMA_CPP, TARGET, "scripted");
    }

    private static LlmException of(
            ErrorType type,
            Optional<Duration> retryAfter,
            Optional<Boolean> shouldRetry,
            @Nullable String words) {
        var failure =
                new Failure(
                        ProviderType.LLAMA_CPP,
                        TARGET,
                        "scripted",
                        OptionalInt.empty(),
                        Optional.ofNullable(words)
                                .map(it -> new ApiError(it, null, null, null, null, null)),
                        retryAfter,
                        shouldRetry,
                        Optional.empty());
        String message = "scripted " + type;
        return switch (type) {
            case CONNECTION_ERROR -> new LlmException.ConnectionFailed(message, failure);
            case AUTHENTICATION_ERROR -> new LlmException.AuthenticationFailed(message, failure);
            case MODEL_NOT_FOUND -> new LlmException.ModelNotFound(message, failure);
            case CONTEXT_OVERFLOW -> new LlmException.ContextOverflow(message, failure, null, null);
            case SERVER_OVERLOADED -> new LlmException.ServerOverloaded(message, failure);
            case INVALID_REQUEST -> new LlmException.InvalidRequest(message, failure);
            case TIMEOUT_ERROR ->
                    new LlmException.TimedOut(message, failure, Happened.Phase.ANSWER);
            case STREAMING_ERROR -> new LlmException.StreamBroken(message, failure);
            case MODEL_LOADING -> new LlmException.ModelLoading(message, failure);
            case SERVER_ERROR -> new LlmException.ServerFailed(message, failure);
        };
    }
}
