package dev.recua.gateway.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Works on the engines of a home in this process, for when no gateway runs there.
@FunctionalInterface
public interface LocalEngines {
    /// Opens the engines of a home; reads its configuration and writes nothing.
    ///
    /// @param home of the option `--home`; empty: the usual one
    /// @throws CommandFailed with [ExitCode#INVALID_CONFIG] when that cannot be used
    EngineWork open(Optional<Path> home);
}
