package dev.recua.gateway.config;

import java.nio.file.Path;
import java.util.Optional;

/// What the command line says; it beats environment and file. Empty and false mean: not said.
///
/// @param listen `--listen`, as typed; the loader checks it
/// @param engine `--engine`, as typed; relative to the working directory
/// @param insecure `--insecure`
/// @param offline `--offline`
/// @param config `--config`, as typed; relative to the working directory. A file named so must
///     exist
public record Overrides(
        Optional<String> listen,
        Optional<Path> engine,
        boolean insecure,
        boolean offline,
        Optional<Path> config) {
    private static final Overrides NONE =
            new Overrides(Optional.empty(), Optional.empty(), false, false, Optional.empty());

    /// A command line without options.
    public static Overrides none() {
        return NONE;
    }

    public Overrides withListen(String address) {
        return new Overrides(Optional.of(address), engine, insecure, offline, config);
    }

    public Overrides withEngine(Path binary) {
        return new Overrides(listen, Optional.of(binary), insecure, offline, config);
    }

    public Overrides withConfig(Path file) {
        return new Overrides(listen, engine, insecure, offline, Optional.of(file));
    }

    public Overrides withInsecure() {
        return new Overrides(listen, engine, true, offline, config);
    }

    public Overrides withOffline() {
        return new Overrides(listen, engine, insecure, true, config);
    }
}
