package dev.recua.gateway.cli;

import java.util.function.Consumer;

/// Starts a gateway inside this process, for a `recua run` that finds none running.
@FunctionalInterface
public interface EmbeddedGateways {
    /// Starts a gateway and returns when it accepts requests. It does not print.
    ///
    /// @param options where; see [ServeOptions#embedded]
    /// @param progress told what is being done, such as `installing llama-server: 42 %`; any thread
    /// @return the gateway, which the caller closes
    /// @throws CommandFailed when it cannot start, with the exit code that says why
    /// @throws InterruptedException when the calling thread is interrupted; what was begun is
    ///     undone
    EmbeddedGateway open(ServeOptions options, Consumer<String> progress)
            throws InterruptedException;
}
