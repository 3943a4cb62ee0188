package dev.recua.gateway.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Everything that commands touch outside themselves; tests pass their own.
///
/// @param terminal where they read and write
/// @param env the environment
/// @param runFolder from the option `--home` (may be empty) to the folder where a running gateway
///     keeps `gateway.json`
/// @param stateFolder likewise to the folder where what was learned is kept; it need not exist
/// @param apiKey from the option `--home` to the key that the running gateway of that home wants;
///     empty when it wants none, or when that gateway does not run
/// @param launcher serves
/// @param embedded starts a gateway for `run`
/// @param configCheck checks a configuration
/// @param engines the engines of a home on which no gateway runs
/// @param interrupts tells of Ctrl-C
/// @param clock tells the time
/// @param version of this program
public record Surroundings(
        Terminal terminal,
        Map<String, String> env,
        Function<Optional<Path>, Path> runFolder,
        Function<Optional<Path>, Path> stateFolder,
        Function<Optional<Path>, Optional<String>> apiKey,
        GatewayLauncher launcher,
        EmbeddedGateways embedded,
        ConfigCheck configCheck,
        LocalEngines engines,
        Interrupts interrupts,
        InstantSource clock,
        Version version) {
    public Surroundings {
        env = Map.copyOf(env);
    }

    /// Whether the user wants to see where a failure came from.
    boolean isDebug() {
        String level = env.getOrDefault("RECUA_LOG_LEVEL", "");
        return level.equalsIgnoreCase("debug") || level.equalsIgnoreCase("trace");
    }
}
