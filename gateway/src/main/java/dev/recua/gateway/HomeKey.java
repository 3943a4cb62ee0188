package dev.recua.gateway;

import dev.recua.gateway.config.ConfigLoader;
import dev.recua.gateway.config.ConfigResult;
import dev.recua.gateway.config.Overrides;
import dev.recua.gateway.home.Folders;
import dev.recua.gateway.home.GatewayFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// From the option `--home` to the key that the running gateway of that home wants, as `serve`
/// would read it. Empty when none is configured, when the configuration cannot be used, and when
/// that gateway has died: its port may belong to another program by now.
final class HomeKey implements Function<Optional<Path>, Optional<String>> {
    private final Map<String, String> environment;

    HomeKey(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Optional<String> apply(Optional<Path> home) {
        Map<String, String> env = Startup.withHome(environment, home);
        Folders folders = Startup.folders(env);
        if (!isRunning(folders.run())) return Optional.empty();
        return switch (new ConfigLoader(env, folders).load(Overrides.none())) {
            case ConfigResult.Valid valid -> valid.config().apiKey().map(key -> key.reveal());
            case ConfigResult.Invalid _ -> Optional.empty();
        };
    }

    /// A process with that pid that began after the file was written is another one.
    private static boolean isRunning(Path run) {
        try {
            return GatewayFile.read(run)
                    .filter(
                            file ->
                                    ProcessHandle.of(file.pid())
                                            .filter(ProcessHandle::isAlive)
                                            .flatMap(process -> process.info().startInstant())
                                            .filter(began -> !began.isAfter(file.startedAt()))
                                            .isPresent())
                    .isPresent();
        } catch (IOException _) {
            return false;
        }
    }
}
