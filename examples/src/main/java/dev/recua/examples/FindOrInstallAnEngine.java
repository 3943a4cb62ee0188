// Run: examples/run.sh FindOrInstallAnEngine [FOLDER]
package dev.recua.examples;

import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineFound;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.install.EngineInstaller;
import dev.recua.supervisor.engine.install.InstallRequest;
import dev.recua.supervisor.engine.install.InstallResult;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds a llama-server that runs on this machine, and installs one where there is none: from
/// llama.cpp's releases, or as a package of the distribution, unpacked privately.
///
/// Prints the path of the binary, and everything else on standard error, so that
/// `examples/run.sh RunAnEngine "$(examples/run.sh FindOrInstallAnEngine)"` works.
public final class FindOrInstallAnEngine {
    private FindOrInstallAnEngine() {}

    /// Searches, installs if it must, prints the path.
    ///
    /// @param args where engines are installed; without it `engines` in the working folder
    public static void main(String[] args) throws InterruptedException {
        Map<String, String> env = System.getenv();
        List<Path> programs = EngineSearch.foldersOf(env.getOrDefault("PATH", ""));
        Target target = Platform.current().target();
        var store = new EngineStore(Path.of(args.length > 0 ? args[0] : "engines"));
        var probe = new EngineProbe();
        var finder = new EngineFinder(probe, store);
        var installer =
                EngineInstaller.usual(
                        store,
                        probe,
                        Optional.ofNullable(env.get("GH_PAT")),
                        programs,
                        Clock.systemUTC());

        EngineSearch search = EngineSearch.of(programs, target);
        if (env.containsKey("RECUA_ENGINE")) {
            search = search.withEnvironment(Path.of(env.get("RECUA_ENGINE")));
        }
        if (finder.find(search) instanceof EngineFound.Missing missing) {
            System.err.println(missing.message());
            install(installer, target);
        }
        switch (finder.find(search)) {
            case EngineFound.Found found -> print(found.engine());
            case EngineFound.Unusable named -> fail(named.message());
            case EngineFound.Missing missing -> fail(missing.message());
        }
    }

    private static void install(EngineInstaller installer, Target target)
            throws InterruptedException {
        var request = InstallRequest.newest(target);
        var result =
                installer.install(
                        request, step -> System.err.println(step.phase() + " " + step.what()));
        if (result instanceof InstallResult.NotInstalled not) fail(not.message());
    }

    private static void print(Engine engine) {
        System.err.println(engine.summary() + ", from " + engine.origin().label());
        System.out.println(engine.binary());
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
