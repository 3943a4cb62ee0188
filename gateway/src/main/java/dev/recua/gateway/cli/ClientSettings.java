package dev.recua.gateway.cli;

import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ClientConfigLoader;
import dev.recua.client.config.ClientFiles;
import dev.recua.client.config.ConfigProblem;
import dev.recua.client.config.LoadedConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The client's configuration of the home that the user means.
final class ClientSettings {
    private final Surroundings surroundings;
    private final GlobalOptions global;

    ClientSettings(Surroundings surroundings, GlobalOptions global) {
        this.surroundings = surroundings;
        this.global = global;
    }

    /// The environment, with `--home` in it.
    Map<String, String> env() {
        Map<String, String> env = new HashMap<>(surroundings.env());
        global.home().ifPresent(it -> env.put("RECUA_HOME", it.toAbsolutePath().toString()));
        return env;
    }

    /// Where its files are.
    ClientFiles files() {
        Path userHome = Path.of(System.getProperty("user.home"));
        return ClientFiles.of(env(), System.getProperty("os.name"), userHome);
    }

    /// Which file is read.
    Path file() {
        return new ClientConfigLoader(env(), files()).file();
    }

    /// The configuration; its warnings go to standard error.
    ///
    /// @throws CommandFailed with [ExitCode#INVALID_CONFIG] and every problem
    ClientConfig load() {
        return switch (new ClientConfigLoader(env(), files()).load()) {
            case LoadedConfig.Usable usable -> {
                warn(usable.problems());
                yield usable.config();
            }
            case LoadedConfig.Broken broken -> throw invalid(broken.problems());
        };
    }

    /// Whether the environment says who is asked first.
    boolean isChosenByEnvironment() {
        return !env().getOrDefault(Providers.VARIABLE, "").isBlank();
    }

    void warn(List<ConfigProblem> warnings) {
        PrintStream err = surroundings.terminal().err();
        warnings.forEach(it -> err.println("warning: " + it.render()));
    }

    static CommandFailed invalid(List<ConfigProblem> problems) {
        return new CommandFailed(
                ExitCode.INVALID_CONFIG,
                "the client's configuration is invalid:\n" + ConfigProblem.render(problems));
    }
}
