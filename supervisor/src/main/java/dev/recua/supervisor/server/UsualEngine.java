package dev.recua.supervisor.server;

import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineFound;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The llama-server of this machine, for a program that names none: `RECUA_ENGINE`, else the first
/// on the `PATH` and where package managers put one, else one that Recua installed.
final class UsualEngine {
    private UsualEngine() {}

    static Engine find() throws ServerException, InterruptedException {
        return find(
                new EngineProbe(),
                System.getenv(),
                System.getProperty("user.home", ""),
                Platform.current());
    }

    /// The same elsewhere.
    ///
    /// @param env      stands for the environment
    /// @param userHome where people live who have no `$HOME`
    static Engine find(
            EngineFinder.Probe probe, Map<String, String> env, String userHome, Platform platform)
            throws ServerException, InterruptedException {
        var finder = new EngineFinder(probe, new EngineStore(engines(env, userHome)));
        return switch (finder.find(search(env, platform))) {
            case EngineFound.Found found -> found.engine();
            case EngineFound.Unusable unusable ->
                    throw new ServerException.IoError(unusable.message());
            case EngineFound.Missing missing ->
                    throw new ServerException.IoError(missing.message());
        };
    }

    private static EngineSearch search(Map<String, String> env, Platform platform) {
        List<Path> folders = new ArrayList<>(EngineSearch.foldersOf(env));
        folders.addAll(platform.commonFolders());
        var search = EngineSearch.of(folders.stream().distinct().toList(), platform.target());
        return set(env, "RECUA_ENGINE")
                .map(named -> search.withEnvironment(Path.of(named)))
                .orElse(search);
    }

    /// Where Recua installs engines.
    static Path engines(Map<String, String> env, String userHome) {
        Optional<String> home = set(env, "RECUA_HOME");
        if (home.isPresent()) return Path.of(home.get(), "engines");
        Path data =
                set(env, "XDG_DATA_HOME")
                        .map(Path::of)
                        .orElseGet(
                                () ->
                                        Path.of(
                                                set(env, "HOME").orElse(userHome),
                                                ".local",
                                                "share"));
        return data.resolve("recua").resolve("engines");
    }

    private static Optional<String> set(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
    }
}
