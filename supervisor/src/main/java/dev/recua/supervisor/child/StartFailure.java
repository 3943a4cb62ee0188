package dev.recua.supervisor.child;

import java.util.List;

/// Why a child did not become ready.
///
/// @param cause    what went wrong
/// @param message  what, which and how much, in one line
/// @param next     what to do about it
/// @param exitCode see [Exit#code]; [Exit#NEVER_RAN] also when the process still runs (timeout)
/// @param log      its last log lines, secrets masked
public record StartFailure(
        Cause cause, String message, String next, int exitCode, List<String> log) {

    public StartFailure {
        log = List.copyOf(log);
    }

    /// Whether another start is useless until the file, the settings or the engine change.
    public boolean lasting() {
        return cause.lasting();
    }

    /// The cause as a word. Lasting is what only a change of a file's path, size or time can heal,
    /// be it the model, the settings or the engine; a right, a library, a driver or a folder that
    /// comes back changes none of them, and a start without them fails fast.
    public enum Cause {
        PORT_IN_USE(false),
        FILE_NOT_FOUND(false),
        NO_PERMISSION(false),
        BAD_MAGIC(true),
        BAD_VERSION(true),
        TRUNCATED(true),
        BAD_MODEL(true),
        UNKNOWN_ARCHITECTURE(true),
        UNKNOWN_QUANTIZATION(true),
        BAD_TENSORS(true),
        BAD_TOKENIZER(true),
        BAD_TEMPLATE(true),
        BAD_PROJECTOR(true),
        BAD_ADAPTER(true),
        MISSING_PART(false),
        UNKNOWN_FLAG(true),
        BAD_VALUE(true),
        OUT_OF_MEMORY(false),
        GPU_NOT_FOUND(false),
        GPU_DRIVER(false),
        GPU_UNSUPPORTED(true),
        GPU_LOST(false),
        MISSING_LIBRARY(false),
        WRONG_PLATFORM(true),
        ILLEGAL_INSTRUCTION(true),
        BINARY_NOT_FOUND(false),
        NOT_EXECUTABLE(false),
        NOT_LAUNCHED(false),
        KILLED(false),
        CRASHED(false),
        TIMEOUT(false),
        STOPPED(false),
        EXITED(false);

        private final boolean lasting;

        Cause(boolean lasting) {
            this.lasting = lasting;
        }

        /// See [StartFailure#lasting].
        public boolean lasting() {
            return lasting;
        }
    }
}
