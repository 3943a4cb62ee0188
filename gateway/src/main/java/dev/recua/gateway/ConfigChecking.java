package dev.recua.gateway;

import dev.recua.gateway.cli.ConfigCheck;
import dev.recua.gateway.config.ConfigLoader;
import dev.recua.gateway.config.Overrides;
import dev.recua.gateway.config.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `recua config check`: reads the configuration as `serve` would, and starts nothing.
final class ConfigChecking implements ConfigCheck {
    private final Map<String, String> environment;

    ConfigChecking(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Report check(Optional<Path> config, Optional<Path> home) {
        Map<String, String> env = Startup.withHome(environment, home);
        var loader = new ConfigLoader(env, Startup.folders(env));
        Overrides overrides =
                config.map(file -> Overrides.none().withConfig(file)).orElse(Overrides.none());
        Path file = loader.file(overrides);
        List<Problem> found = loader.load(overrides).problems();
        return new Report(
                file,
                Files.exists(file),
                found.stream().filter(Problem::isError).map(Problem::render).toList(),
                found.stream().filter(p -> !p.isError()).map(Problem::render).toList());
    }
}
