package dev.recua.supervisor.engine;

import dev.recua.supervisor.engine.EngineFound.Found;
import dev.recua.supervisor.engine.EngineFound.Missing;
import dev.recua.supervisor.engine.EngineFound.Place;
import dev.recua.supervisor.engine.EngineFound.Unusable;
import dev.recua.supervisor.engine.ProbeResult.Fails;
import dev.recua.supervisor.engine.ProbeResult.Works;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the llama-server to use.
///
/// 1. named on the command line, by the environment, or in the configuration, in this order: the
///    first that is
///    named is it, and when it does not work the search ends there
/// 2. chosen with `recua engine use`
/// 3. in a folder of `PATH`
/// 4. installed by us, the newest build first, the target's usual variant first
///
/// In 2 to 4 a place that gives nothing is noted with its reason and the search goes on. Installing
/// is the
/// caller's next step. Holds no state; safe for use by several threads.
public final class EngineFinder {
    /// Asks a binary what it is.
    @FunctionalInterface
    public interface Probe {
        /// What that file is; never throws for a file that is no engine.
        ///
        /// @throws InterruptedException when the caller should stop
        ProbeResult probe(Path binary) throws InterruptedException;
    }

    private final Probe probe;
    private final EngineStore store;

    public EngineFinder(Probe probe, EngineStore store) {
        this.probe = probe;
        this.store = store;
    }

    /// Searches. Runs a binary only to probe it, and none after the first that works.
    ///
    /// @throws InterruptedException when the caller should stop
    public EngineFound find(EngineSearch search) throws InterruptedException {
        List<Place> passedOver = new ArrayList<>();
        // 1
        if (search.named().isPresent()) return named(search.named().get(), search.target());
        // 2
        Optional<Engine> engine = chosen(search, passedOver);
        // 3
        if (engine.isEmpty()) engine = inFolders(search, passedOver);
        // 4
        if (engine.isEmpty()) engine = installed(search, passedOver);
        return engine.<EngineFound>map(e -> new Found(e, passedOver))
                .orElseGet(() -> new Missing(passedOver));
    }

    private EngineFound named(EngineSearch.Named named, Target target) throws InterruptedException {
        Path binary = named.binary().toAbsolutePath();
        return switch (probe.probe(binary)) {
            case Works works -> {
                var engine =
                        new Engine(
                                binary, works.facts(), target, variantOf(binary), named.origin());
                yield new Found(engine, List.of());
            }
            case Fails fails -> new Unusable(named.origin(), fails.problem());
        };
    }

    /// A binary that lies in our store says its variant by its place, whoever named it.
    private Optional<Variant> variantOf(Path binary) {
        Path file = binary.normalize();
        if (!file.startsWith(store.root())) return Optional.empty();
        return store.list().stream()
                .filter(engine -> engine.binary().equals(file))
                .map(engine -> engine.id().variant())
                .findFirst();
    }

    private Optional<Engine> chosen(EngineSearch search, List<Place> passedOver)
            throws InterruptedException {
        if (search.chosen().isEmpty()) return Optional.empty();
        EngineId id = search.chosen().get();
        Optional<InstalledEngine> installed = store.find(id);
        if (installed.isEmpty()) {
            String reason = "no longer installed";
            passedOver.add(new Place(EngineOrigin.CHOSEN, id.toString(), reason, true));
            return Optional.empty();
        }
        return probed(installed.get(), EngineOrigin.CHOSEN, search.target(), passedOver);
    }

    private Optional<Engine> inFolders(EngineSearch search, List<Place> passedOver)
            throws InterruptedException {
        for (Path folder : search.folders()) {
            Path binary = folder.resolve(search.target().executable());
            if (!Files.exists(binary)) {
                passedOver.add(path(folder, "no " + search.target().executable() + " here", false));
                continue;
            }
            switch (probe.probe(binary)) {
                case Fails fails ->
                        passedOver.add(
                                path(
                                        binary,
                                        fails.problem().message(),
                                        !fails.problem().isAbsent()));
                case Works works -> {
                    if (isWanted(search, works.facts())) {
                        return Optional.of(
                                new Engine(
                                        binary.toAbsolutePath(),
                                        works.facts(),
                                        search.target(),
                                        variantOf(binary.toAbsolutePath()),
                                        EngineOrigin.PATH));
                    }
                    passedOver.add(
                            path(binary, otherVersion(works.facts().version(), search), false));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isWanted(EngineSearch search, EngineFacts facts) {
        return search.version().map(facts::isVersion).orElse(true);
    }

    private static Place path(Path path, String reason, boolean broken) {
        return new Place(EngineOrigin.PATH, path.toString(), reason, broken);
    }

    private static String otherVersion(String version, EngineSearch search) {
        return "version " + version + ", wanted is " + search.version().orElse("any");
    }

    private Optional<Engine> installed(EngineSearch search, List<Place> passedOver)
            throws InterruptedException {
        List<InstalledEngine> candidates = new ArrayList<>();
        for (InstalledEngine engine : store.list()) {
            Optional<String> unfit = unfit(engine, search);
            if (unfit.isEmpty()) candidates.add(engine);
            unfit.ifPresent(why -> passedOver.add(place(engine.id(), why)));
        }
        candidates.sort(
                Comparator.comparingInt(InstalledEngine::build)
                        .reversed()
                        .thenComparingInt(
                                e -> search.target().variants().indexOf(e.id().variant())));
        for (InstalledEngine engine : candidates) {
            Optional<Engine> found =
                    probed(engine, EngineOrigin.INSTALLED, search.target(), passedOver);
            if (found.isPresent()) return found;
        }
        if (candidates.isEmpty()) {
            String reason = "no engine for " + search.target().id() + " installed here";
            passedOver.add(
                    new Place(EngineOrigin.INSTALLED, store.root().toString(), reason, false));
        }
        return Optional.empty();
    }

    private static Optional<String> unfit(InstalledEngine engine, EngineSearch search) {
        if (!engine.id().target().equals(search.target().id())) {
            return Optional.of("made for another machine");
        }
        if (search.variant().isPresent() && search.variant().get() != engine.id().variant()) {
            return Optional.of("variant " + search.variant().get().id() + " is wanted");
        }
        if (search.version().isPresent() && !engine.isVersion(search.version().get())) {
            return Optional.of(otherVersion(engine.id().version(), search));
        }
        return Optional.empty();
    }

    private Optional<Engine> probed(
            InstalledEngine installed, EngineOrigin origin, Target target, List<Place> passedOver)
            throws InterruptedException {
        return switch (probe.probe(installed.binary())) {
            case Works works -> Optional.of(engine(installed, works, target, origin));
            case Fails fails -> {
                String reason = fails.problem().message();
                passedOver.add(new Place(origin, installed.id().toString(), reason, true));
                yield Optional.empty();
            }
        };
    }

    private static Engine engine(
            InstalledEngine installed, Works works, Target target, EngineOrigin origin) {
        Optional<Variant> variant = Optional.of(installed.id().variant());
        return new Engine(installed.binary(), works.facts(), target, variant, origin);
    }

    private static Place place(EngineId id, String reason) {
        return new Place(EngineOrigin.INSTALLED, id.toString(), reason, false);
    }
}
