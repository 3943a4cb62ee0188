package dev.recua.gateway.scheduling;

import java.util.List;
import java.util.OptionalInt;

/// Why a model could not be loaded, with all that its caller will ask for.
///
/// @param kind     which answer it becomes
/// @param message  one or two sentences: what, which, how much, and what to do next
/// @param cause    short stable name of the cause, such as `bad_magic`
/// @param lasting  whether trying again is pointless until the model's files, its settings or the
///     engine change
/// @param exitCode of the child, when it exited
/// @param log      the child's last lines, oldest first
public record LoadFailure(
        Kind kind,
        String message,
        String cause,
        boolean lasting,
        OptionalInt exitCode,
        List<String> log) {
    /// The three answers that a failed load can become.
    public enum Kind {
        /// The child ended, or could not be started.
        FAILED,
        /// The child was not ready in time.
        TIMEOUT,
        /// There is no usable llama-server.
        ENGINE_MISSING
    }

    public LoadFailure {
        log = List.copyOf(log);
    }

    /// No process was started, and none would do better with the same file and settings.
    public static LoadFailure lasting(String cause, String message) {
        return new LoadFailure(Kind.FAILED, message, cause, true, OptionalInt.empty(), List.of());
    }
}
