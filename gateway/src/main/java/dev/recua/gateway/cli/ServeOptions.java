package dev.recua.gateway.cli;

import java.nio.file.Path;
import java.util.Optional;

/// What the command line says about the gateway to start. An empty field leaves the choice to the
/// environment, then to the configuration file, then to the default.
///
/// @param home the folder that holds everything, like `RECUA_HOME`
/// @param listen `host:port`; port 0 takes any free one
/// @param config the configuration file
/// @param engine a llama-server binary
/// @param insecure whether an address that others can reach may do without an API key
/// @param offline whether nothing may be fetched from the network
public record ServeOptions(
        Optional<Path> home,
        Optional<String> listen,
        Optional<Path> config,
        Optional<Path> engine,
        boolean insecure,
        boolean offline) {

    /// A gateway for this process alone: on loopback, on any free port.
    public static ServeOptions embedded(Optional<Path> home) {
        return new ServeOptions(
                home, Optional.of("127.0.0.1:0"), Optional.empty(), Optional.empty(), false, false);
    }
}
