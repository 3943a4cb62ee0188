package dev.recua.gateway;

import dev.recua.gateway.config.GatewayConfig;
import dev.recua.gateway.fleet.EngineRoom;
import dev.recua.gateway.fleet.Engines;
import dev.recua.gateway.home.Folders;
import dev.recua.supervisor.child.Orphans;
import dev.recua.supervisor.engine.EngineChoice;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineOrigin;
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

/// Where engines are looked for, how they are installed, and the orders about them, from
/// configuration and environment.
///
/// @param engines what children are started with
/// @param room    what `engine ls`, `install`, `use` and `rm` work on
record EngineSetup(Engines engines, EngineRoom room) {
    static EngineSetup of(GatewayConfig config, Folders folders, Map<String, String> env) {
        var store = new EngineStore(folders.engines());
        var probe = new EngineProbe(folders.state().resolve("engine-probes.json"));
        var choice = new EngineChoice(folders.state().resolve("engine.json"));
        var platform = Platform.current();
        List<Path> path = EngineSearch.foldersOf(env);
        Optional<String> token = Optional.ofNullable(env.get("GH_PAT"));
        var installer = EngineInstaller.usual(store, probe, token, path, Clock.systemUTC());
        var engines =
                new Engines(
                        new EngineFinder(probe, store),
                        () -> search(config.engine(), choice, path, platform),
                        install(config, installer, platform.target()));
        var room =
                new EngineRoom(
                        store,
                        probe,
                        choice,
                        installer,
                        engines,
                        InstallRequest.newest(platform.target()).withOffline(config.offline()),
                        () -> Orphans.living(folders.run()));
        return new EngineSetup(engines, room);
    }

    private static EngineSearch search(
            GatewayConfig.Engine engine, EngineChoice choice, List<Path> path, Platform platform) {
        List<Path> folders = new ArrayList<>(path);
        folders.addAll(platform.commonFolders());
        return new EngineSearch(
                named(EngineOrigin.OPTION, engine.option())
                        .or(() -> named(EngineOrigin.ENVIRONMENT, engine.variable()))
                        .or(() -> named(EngineOrigin.CONFIGURED, engine.path())),
                choice.read(),
                folders,
                version(engine),
                engine.variant().fixed(),
                platform.target());
    }

    private static Optional<EngineSearch.Named> named(EngineOrigin origin, Optional<Path> binary) {
        return binary.map(path -> new EngineSearch.Named(origin, path));
    }

    private static Optional<Engines.Install> install(
            GatewayConfig config, EngineInstaller installer, Target target) {
        if (config.engine().install() == GatewayConfig.Install.NEVER) return Optional.empty();
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
