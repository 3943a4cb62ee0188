package dev.recua.gateway;

import dev.recua.gateway.config.GatewayConfig;
import dev.recua.gateway.fleet.Engines;
import dev.recua.gateway.home.Folders;
import dev.recua.supervisor.engine.EngineChoice;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.install.EngineInstaller;
import dev.recua.supervisor.engine.install.InstallRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where engines are looked for and how they are installed, from configuration and environment.
final class EngineSetup {
    private EngineSetup() {}

    static Engines of(GatewayConfig config, Folders folders, Map<String, String> env) {
        var store = new EngineStore(folders.engines());
        var probe = new EngineProbe(folders.state().resolve("engine-probes.json"));
        var choice = new EngineChoice(folders.state().resolve("engine.json"));
        var platform = Platform.current();
        List<Path> path = EngineSearch.foldersOf(env.getOrDefault("PATH", ""));
        return new Engines(
                new EngineFinder(probe, store),
                () -> search(config, choice, path, platform),
                install(config, env, store, probe, path, platform.target()));
    }

    private static EngineSearch search(
            GatewayConfig config, EngineChoice choice, List<Path> path, Platform platform) {
        var engine = config.engine();
        List<Path> folders = new ArrayList<>(path);
        folders.addAll(platform.commonFolders());
        return new EngineSearch(
                engine.option(),
                engine.variable(),
                engine.path(),
                choice.read(),
                folders,
                version(engine),
                engine.variant().fixed(),
                platform.target());
    }

    private static Optional<Engines.Install> install(
            GatewayConfig config,
            Map<String, String> env,
            EngineStore store,
            EngineProbe probe,
            List<Path> path,
            Target target) {
        if (config.engine().install() == GatewayConfig.Install.NEVER) return Optional.empty();
        Optional<String> token = Optional.ofNullable(env.get("GH_PAT"));
        var installer = EngineInstaller.usual(store, probe, token, path, Clock.systemUTC());
        var request =
                new InstallRequest(
                        version(config.engine()),
                        target,
                        config.engine().variant().fixed(),
                        config.offline());
        return Optional.of(new Engines.Install(installer, request));
    }

    private static Optional<String> version(GatewayConfig.Engine engine) {
        return Optional.of(engine.version()).filter(version -> !version.equals("newest"));
    }
}
