package dev.recua.gateway.cli;

/// A command cannot go on. Its message is all that the user sees, so it says what, which, how much
/// and what to do; the exit code tells a script the same.
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /// @param exitCode what the process ends with
    /// @param message what the user reads; further lines may follow the first
    public CommandFailed(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// @param cause shown only with `RECUA_LOG_LEVEL=debug`
    public CommandFailed(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /// What the process ends with.
    public ExitCode exitCode() {
        return exitCode;
    }
}
