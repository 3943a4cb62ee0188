package dev.recua.supervisor.server;

import dev.recua.supervisor.child.StartFailure;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a llama-server could not be started or asked. Each kind has the code and the HTTP status of
/// source 003's `ServerError`, texts in English and Spanish, and a next step.
///
/// [#getMessage] is English; [#getLocalizedMessage] speaks the language of the machine.
public abstract sealed class ServerException extends Exception implements AppError {
    private static final long serialVersionUID = 1L;
    private static final String INTERNAL = "internal_server_error";

    private final String code;
    private final String type;
    private final int status;
    private final transient List<String> args;
    private final transient Optional<StartFailure> failure;

    private ServerException(
            String name,
            String type,
            int status,
            List<String> args,
            @Nullable Throwable cause,
            Optional<StartFailure> failure) {
        super(ErrorTexts.message(code(name), args, ErrorTexts.ENGLISH), cause);
        this.code = code(name);
        this.type = type;
        this.status = status;
        this.args = args;
        this.failure = failure;
    }

    private static String code(String name) {
        return "server_error-" + name;
    }

    /// It was asked before it could answer: not started, or its weights still load. llama-server
    /// says 503 `Loading model` then. Wait until it is ready; this counts as no failed attempt.
    public static final class ServerNotReady extends ServerException {
        private static final long serialVersionUID = 1L;

        public ServerNotReady() {
            super(
                    "server_not_ready",
                    "service_unavailable",
                    503,
                    List.of(),
                    null,
                    Optional.empty());
        }
    }

    /// It did not start.
    public static final class StartupError extends ServerException {
        private static final long serialVersionUID = 1L;

        /// @param message what, which and how much
        public StartupError(String message) {
            this(message, Optional.empty());
        }

        private StartupError(String message, Optional<StartFailure> failure) {
            super("startup_error", INTERNAL, 500, List.of(message), null, failure);
        }
    }

    /// The system could not do something: run the binary, read a file.
    public static final class IoError extends ServerException {
        private static final long serialVersionUID = 1L;

        public IoError(IOException cause) {
            super("io_error", INTERNAL, 500, List.of(text(cause)), cause, Optional.empty());
        }

        private IoError(StartFailure failure) {
            super(
                    "io_error",
                    INTERNAL,
                    500,
                    List.of(failure.message()),
                    null,
                    Optional.of(failure));
        }

        /// @param message what the system said
        public IoError(String message) {
            super("io_error", INTERNAL, 500, List.of(message), null, Optional.empty());
        }
    }

    /// The connection to it failed.
    public static final class ClientError extends ServerException {
        private static final long serialVersionUID = 1L;

        public ClientError(IOException cause) {
            super("client_error", INTERNAL, 500, List.of(text(cause)), cause, Optional.empty());
        }
    }

    /// It answers, but not as one that is well.
    public static final class HealthCheckError extends ServerException {
        private static final long serialVersionUID = 1L;

        /// @param message what it said instead
        public HealthCheckError(String message) {
            super("health_check_error", INTERNAL, 500, List.of(message), null, Optional.empty());
        }
    }

    /// It was not ready in time.
    public static final class TimeoutError extends ServerException {
        private static final long serialVersionUID = 1L;

        /// @param seconds the limit, such as `300` or `1.5`
        public TimeoutError(String seconds) {
            this(seconds, Optional.empty());
        }

        private TimeoutError(String seconds, Optional<StartFailure> failure) {
            super("timeout_error", INTERNAL, 500, List.of(seconds), null, failure);
        }
    }

    /// The file that it should serve is not there.
    public static final class ModelNotFound extends ServerException {
        private static final long serialVersionUID = 1L;

        /// @param file as it is shown to people, see [ModelFile#shown]
        public ModelNotFound(String file) {
            this(file, Optional.empty());
        }

        private ModelNotFound(String file, Optional<StartFailure> failure) {
            super("model_not_found", "not_found_error", 404, List.of(file), null, failure);
        }
    }

    /// What a start that failed means to whoever waited for it.
    public static ServerException of(StartFailure failure) {
        Optional<StartFailure> kept = Optional.of(failure);
        return switch (failure.cause()) {
            case TIMEOUT ->
                    StartFacts.secondsWaited(failure)
                            .<ServerException>map(seconds -> new TimeoutError(seconds, kept))
                            .orElseGet(() -> new StartupError(failure.message(), kept));
            case FILE_NOT_FOUND ->
                    StartFacts.fileMissing(failure)
                            .<ServerException>map(file -> new ModelNotFound(file, kept))
                            .orElseGet(() -> new StartupError(failure.message(), kept));
            case BINARY_NOT_FOUND, NOT_EXECUTABLE, NOT_LAUNCHED -> new IoError(failure);
            default -> new StartupError(failure.message(), kept);
        };
    }

    @Override
    public final String code() {
        return code;
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final int status() {
        return status;
    }

    @Override
    public final List<String> messageArgs() {
        return args;
    }

    @Override
    public final String message(Locale locale) {
        return ErrorTexts.message(code, args, locale);
    }

    /// {@inheritDoc} In English the start that failed knows more than its kind does.
    @Override
    public final String next(Locale locale) {
        boolean english = ErrorTexts.known(locale).equals(ErrorTexts.ENGLISH);
        return failure.filter(known -> english)
                .map(StartFailure::next)
                .orElseGet(() -> ErrorTexts.next(code, args, locale));
    }

    /// The start that failed, with its cause, its own next step and the last log lines; empty when
    /// no start failed.
    public final Optional<StartFailure> failure() {
        return failure;
    }

    @Override
    public final String getLocalizedMessage() {
        return message(Locale.getDefault(Locale.Category.DISPLAY));
    }

    private static String text(IOException cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
