package dev.recua.gateway.fleet;

import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineFound;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.install.EngineInstaller;
import dev.recua.supervisor.engine.install.InstallProgress;
import dev.recua.supervisor.engine.install.InstallRequest;
import dev.recua.supervisor.engine.install.InstallResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The llama-server that children are started with: found, or installed once.
///
/// Searched anew for each child, so that an engine which is chosen, replaced or installed while we
/// run is used by the next one; a search costs a few file look-ups, because what a binary knows is
/// remembered. Safe from any thread; blocks.
public final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    static final String NONE = "no engine";

    /// Whether there is an engine.
    public sealed interface Available {
        /// There is.
        ///
        /// @param stamp see [Engines#stamp]
        record Yes(Engine engine, String stamp) implements Available {}

        /// There is none; the message says where it was looked for, what was tried, and what to do.
        record No(String message) implements Available {}
    }

    private final EngineFinder finder;
    private final Supplier<EngineSearch> search;
    private final Optional<Install> install;
    private final Set<EngineFound.Place> told = ConcurrentHashMap.newKeySet();
    private volatile String stamp = NONE;
    private volatile Optional<Engine> current = Optional.empty();
    private volatile Runnable changed = () -> {};

    /// How to install one when none is found.
    ///
    /// @param installer puts it in place
    /// @param request   which one
    public record Install(EngineInstaller installer, InstallRequest request) {}

    /// @param search  where to look, asked for each search
    /// @param install empty when installing is switched off
    public Engines(EngineFinder finder, Supplier<EngineSearch> search, Optional<Install> install) {
        this.finder = finder;
        this.search = search;
        this.install = install;
    }

    /// Finds an engine, without installing one.
    ///
    /// @throws InterruptedException when the caller should stop
    public Available find() throws InterruptedException {
        return switch (finder.find(search.get())) {
            case EngineFound.Found found -> {
                found.passedOver().stream()
                        .filter(EngineFound.Place::broken)
                        .filter(told::add) // once: every child's start searches anew
                        .forEach(place -> LOG.warn("engine passed over: {}", place));
                yield use(found.engine());
            }
            case EngineFound.Unusable unusable -> missing(unusable.message());
            case EngineFound.Missing missing -> missing(missing.message());
        };
    }

    /// Finds an engine, or installs one when none was named and none is there.
    ///
    /// @param progress told while something is installed
    /// @throws InterruptedException when the caller should stop; nothing half-done is left
    public Available findOrInstall(Consumer<InstallProgress> progress) throws InterruptedException {
        return switch (finder.find(search.get())) {
            case EngineFound.Missing missing when install.isPresent() ->
                    install(install.get(), missing, progress);
            case EngineFound.Found _, EngineFound.Unusable _, EngineFound.Missing _ -> find();
        };
    }

    /// What the engine of the last search is, as one text that changes when another is used or its
    /// file is replaced.
    public String stamp() {
        return stamp;
    }

    /// The engine that the last search gave: what the next child starts with, unless somebody
    /// changes it meanwhile. Empty while the first search goes on, and when there is none. Returns
    /// at once.
    public Optional<Engine> current() {
        return current;
    }

    /// The binary that the user named, which beats every choice.
    Optional<EngineSearch.Named> named() {
        return search.get().named();
    }

    private Available install(
            Install how, EngineFound.Missing missing, Consumer<InstallProgress> progress)
            throws InterruptedException {
        return switch (how.installer().install(how.request(), progress)) {
            case InstallResult.Installed _ -> find();
            case InstallResult.NotInstalled failed ->
                    missing(missing.message() + "\n" + failed.message());
        };
    }

    /// Somebody is told when the next child will start with another engine, or with none.
    ///
    /// @param watch called on any thread; must return at once
    void onChange(Runnable watch) {
        changed = watch;
    }

    private Available use(Engine engine) {
        String found = stampOf(engine.binary());
        note(found, Optional.of(engine));
        return new Available.Yes(engine, found);
    }

    private Available missing(String message) {
        note(NONE, Optional.empty());
        return new Available.No(message);
    }

    private void note(String found, Optional<Engine> engine) {
        boolean other = !found.equals(stamp);
        stamp = found;
        current = engine;
        if (other) changed.run();
    }

    private static String stampOf(Path file) {
        try {
            Path real = file.toRealPath();
            return real + ":" + Files.size(real) + ":" + Files.getLastModifiedTime(real).toMillis();
        } catch (IOException gone) {
            return NONE + ": " + gone.getMessage();
        }
    }
}
