package dev.recua.gateway.cli;

/// Runs the gateway in this process, for `recua serve`.
@FunctionalInterface
public interface GatewayLauncher {
    /// Serves until it is told to stop.
    ///
    /// @param options what the command line says
    /// @param terminal where to print progress and, last and flushed, the ready line
    /// @return the exit code of the process
    /// @throws CommandFailed when it cannot start, with the exit code that says why
    /// @throws InterruptedException when the calling thread is interrupted; everything is stopped
    ///     then
    int serve(ServeOptions options, Terminal terminal) throws InterruptedException;
}
