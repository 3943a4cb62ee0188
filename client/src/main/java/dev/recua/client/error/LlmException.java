package dev.recua.client.error;

import dev.recua.client.config.ProviderType;
import dev.recua.client.wire.ApiError;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Why a request to a model server gave no whole answer. Every kind is its own type, so that a
/// `switch` over them needs no `default`; [#type] is the same as a value.
///
/// The message says what happened, to whom, in the server's words where it said any, and what to do
/// next. Keys are never part of it. Exceptions are immutable; any thread may look at one.
public abstract sealed class LlmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private LlmException(String message, Failure failure) {
        super(message, failure.cause().orElse(null));
        this.failure = failure;
    }

    /// Which kind.
    public abstract ErrorType type();

    /// What is known of it.
    public final Failure failure() {
        return failure;
    }

    /// Who was asked, with the path.
    public final URI target() {
        return failure.target();
    }

    /// The HTTP status of the answer; empty without one. 200 when the error came as an event of a
    /// stream that had begun.
    public final OptionalInt status() {
        return failure.status();
    }

    /// What the server said of it; empty when it said nothing that can be read.
    public final Optional<ApiError> error() {
        return failure.error();
    }

    /// How long the server wants to be left alone.
    public final Optional<Duration> retryAfter() {
        return failure.retryAfter();
    }

    /// What happened, in a few words, such as `connection refused`: the part of the message that is
    /// neither who nor what to do.
    public final String reason() {
        return failure.reason();
    }

    /// Who was asked.
    public final ProviderType provider() {
        return failure.provider();
    }

    /// Whether the same request may get an answer when it is sent again: as the server said, else
    /// as
    /// [RecoveryStrategy] says of this kind. Whether any part of an answer was given away already
    /// is for the caller to know.
    public final boolean isWorthRetrying() {
        return failure.shouldRetry().orElse(RecoveryStrategy.of(type()).retry());
    }

    /// The same failure for another caller: thrown here, with nothing suppressed.
    public final LlmException anew() {
        String message = String.valueOf(getMessage());
        return switch (this) {
            case ConnectionFailed it -> new ConnectionFailed(message, failure);
            case AuthenticationFailed it -> new AuthenticationFailed(message, failure);
            case ModelNotFound it -> new ModelNotFound(message, failure);
            case ContextOverflow it ->
                    new ContextOverflow(message, failure, it.promptTokens, it.contextSize);
            case ServerOverloaded it -> new ServerOverloaded(message, failure);
            case InvalidRequest it -> new InvalidRequest(message, failure);
            case TimedOut it -> new TimedOut(message, failure, it.waitedFor);
            case StreamBroken it -> new StreamBroken(message, failure);
            case ModelLoading it -> new ModelLoading(message, failure);
            case ServerFailed it -> new ServerFailed(message, failure);
        };
    }

    /// What is known of a failure.
    ///
    /// @param provider    who was asked
    /// @param target      the same as an address, with the path
    /// @param reason      what happened, in a few words
    /// @param status      of the answer, if any came
    /// @param error       what the server said, if it can be read
    /// @param retryAfter  as the server wished it
    /// @param shouldRetry whether sending it again can help, where the answer tells
    /// (`x-should-retry`,
    ///     or a code that settles it); empty leaves it to the kind of the failure
    /// @param cause       what was thrown below, if anything
    public record Failure(
            ProviderType provider,
            URI target,
            String reason,
            OptionalInt status,
            Optional<ApiError> error,
            Optional<Duration> retryAfter,
            Optional<Boolean> shouldRetry,
            Optional<Throwable> cause) {
        /// A failure of which nothing is known but who and what.
        public static Failure of(ProviderType provider, URI target, String reason) {
            return new Failure(
                    provider,
                    target,
                    reason,
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /// The same with what was thrown below.
        Failure because(Throwable thrown) {
            return new Failure(
                    provider,
                    target,
                    reason,
                    status,
                    error,
                    retryAfter,
                    shouldRetry,
                    Optional.of(thrown));
        }

        /// The same with a word on whether sending it again can help.
        Failure shouldRetry(Optional<Boolean> answer) {
            return new Failure(provider, target, reason, status, error, retryAfter, answer, cause);
        }
    }

    /// [ErrorType#CONNECTION_ERROR].
    public static final class ConnectionFailed extends LlmException {
        private static final long serialVersionUID = 1L;

        public ConnectionFailed(String message, Failure failure) {
            super(message, failure);
        }

        @Override
        public ErrorType type() {
            return ErrorType.CONNECTION_ERROR;
        }

        /// Whether there was a connection before it broke. False when nobody is there at all:
        /// refused, no way to the host, or no such name.
        public boolean wasConnected() {
            return failure().cause().map(Breakage::of).filter(it -> !it.reached()).isEmpty();
        }
    }

    /// [ErrorType#AUTHENTICATION_ERROR].
    public static final class AuthenticationFailed extends LlmException {
        private static final long serialVersionUID = 1L;

        public AuthenticationFailed(String message, Failure failure) {
            super(message, failure);
        }

        @Override
        public ErrorType type() {
            return ErrorType.AUTHENTICATION_ERROR;
        }
    }

    /// [ErrorType#MODEL_NOT_FOUND].
    public static final class ModelNotFound extends LlmException {
        private static final long serialVersionUID = 1L;

        public ModelNotFound(String message, Failure failure) {
            super(message, failure);
        }

        @Override
        public ErrorType type() {
            return ErrorType.MODEL_NOT_FOUND;
        }

        /// Names close to the one asked for; empty when the server told none.
        public List<String> nearest() {
            return error().map(ApiError::nearest).orElse(List.of());
        }
    }

    /// [ErrorType#CONTEXT_OVERFLOW].
    public static final class ContextOverflow extends LlmException {
        private static final long serialVersionUID = 1L;

        private final @Nullable Integer promptTokens;
        private final @Nullable Integer contextSize;

        public ContextOverflow(
                String message,
                Failure failure,
                @Nullable Integer promptTokens,
                @Nullable Integer contextSize) {
            super(message, failure);
            this.promptTokens = promptTokens;
            this.contextSize = contextSize;
        }

        @Override
        public ErrorType type() {
            return ErrorType.CONTEXT_OVERFLOW;
        }

        /// Tokens of the prompt, where the server counted them.
        public OptionalInt promptTokens() {
            return promptTokens == null ? OptionalInt.empty() : OptionalInt.of(promptTokens);
        }

        /// Tokens that the server has room for, where it said so.
        public OptionalInt contextSize() {
            return contextSize == null ? OptionalInt.empty() : OptionalInt.of(contextSize);
        }
    }

    /// [ErrorType#SERVER_OVERLOADED].
    public static final class ServerOverloaded extends LlmException {
        private static final long serialVersionUID = 1L;

        public ServerOverloaded(String message, Failure failure) {
            super(message, failure);
        }

        @Override
        public ErrorType type() {
            return ErrorType.SERVER_OVERLOADED;
        }
    }

    /// [ErrorType#INVALID_REQUEST].
    public static final class InvalidRequest extends LlmException {
        private static final long serialVersionUID = 1L;

        public InvalidRequest(String message, Failure failure) {
            super(message, failure);
        }

        @Override
        public ErrorType type() {
            return ErrorType.INVALID_REQUEST;
        }
    }

    /// [ErrorType#TIMEOUT_ERROR].
    public static final class TimedOut extends LlmException {
        private static final long serialVersionUID = 1L;

        private final Happened.Phase waitedFor;

        public TimedOut(String message, Failure failure, Happened.Phase waitedFor) {
            super(message, failure);
            this.waitedFor = waitedFor;
        }

        /// What did not come.
        public Happened.Phase waitedFor() {
            return waitedFor;
        }

        @Override
        public ErrorType type() {
            return ErrorType.TIMEOUT_ERROR;
        }
    }

    /// [ErrorType#STREAMING_ERROR].
    public static final class StreamBroken extends LlmException {
        private static final long serialVersionUID = 1L;

        public StreamBroken(String message, Failure failure) {
            super(message, failure);
        }

        @Override
        public ErrorType type() {
            return ErrorType.STREAMING_ERROR;
        }
    }

    /// [ErrorType#MODEL_LOADING].
    public static final class ModelLoading extends LlmException {
        private static final long serialVersionUID = 1L;

        public ModelLoading(String message, Failure failure) {
            super(message, failure);
        }

        @Override
        public ErrorType type() {
            return ErrorType.MODEL_LOADING;
        }
    }

    /// [ErrorType#SERVER_ERROR].
    public static final class ServerFailed extends LlmException {
        private static final long serialVersionUID = 1L;

        public ServerFailed(String message, Failure failure) {
            super(message, failure);
        }

        @Override
        public ErrorType type() {
            return ErrorType.SERVER_ERROR;
        }
    }
}
