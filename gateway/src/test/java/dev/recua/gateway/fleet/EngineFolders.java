package dev.recua.gateway.fleet;

import dev.recua.supervisor.child.ChildRegistry;
import dev.recua.supervisor.engine.EngineChoice;
import dev.recua.supervisor.engine.EngineFacts;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.EngineProblem;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.EngineInstaller;
import dev.recua.supervisor.engine.install.EngineSource;
import dev.recua.supervisor.engine.install.InstallProgress;
import dev.recua.supervisor.engine.install.InstallProgress.Phase;
import dev.recua.supervisor.engine.install.InstallRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Engines in a folder of the test, of which none is ever started: a file with the text `broken`
/// does not run, every other one does. Its one source publishes the version 0.9.0.
public final class EngineFolders implements EngineSource {
    static final Target LINUX = new Platform("Linux", "amd64").target();

    final EngineStore store;
    final EngineChoice choice;
    final List<ChildRegistry.Entry> children = new CopyOnWriteArrayList<>();
    final AtomicInteger fetched = new AtomicInteger();
    final CountDownLatch published = new CountDownLatch(1);
    public Optional<EngineSearch.Named> named = Optional.empty();
    List<Path> path = List.of();
    boolean offline;

    private final EngineFinder.Probe probe;
    private final Path folder;

    public EngineFolders(Path folder) {
        this.folder = folder;
        store = new EngineStore(folder.resolve("engines"));
        choice = new EngineChoice(folder.resolve("state/engine.json"));
        probe = this::probe;
    }

    public EngineRoom room() {
        return room(engines());
    }

    EngineRoom room(Engines engines) {
        return new EngineRoom(
                store,
                probe,
                choice,
                new EngineInstaller(store, probe, List.of(this), Clock.systemUTC()),
                engines,
                InstallRequest.newest(LINUX).withOffline(offline),
                () -> children);
    }

    Engines engines() {
        return new Engines(new EngineFinder(probe, store), this::search, Optional.empty());
    }

    /// Puts an engine in place as an installer does.
    public InstalledEngine installed(String version, int build, Variant variant) {
        return installed(new EngineId(version, LINUX.id(), variant), build, version + " " + build);
    }

    InstalledEngine installed(EngineId id, int build, String text) {
        try {
            Path work = store.newWorkFolder();
            Path binary = executable(work.resolve("llama-server"), text);
            return store.place(
                    work,
                    new InstalledEngine(
                            id, build, "a test", binary, binary, "00", Instant.EPOCH, work));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A llama-server that Recua did not install.
    Path binary(String place, String version) throws IOException {
        Path file = folder.resolve(place);
        Files.createDirectories(file.getParent());
        return executable(file, version + " 1");
    }

    void runs(InstalledEngine engine, String model) {
        children.add(
                new ChildRegistry.Entry(
                        1, Instant.EPOCH, model, 1, engine.binary().toString(), null, null, null));
    }

    @Override
    public String name() {
        return "the test";
    }

    @Override
    public Offer offer(InstallRequest request, Consumer<InstallProgress> progress)
            throws InterruptedException {
        if (request.version().filter(v -> !v.equals("0.9.0")).isPresent()) {
            return new Offer.NoSuchVersion("it has none", List.of("0.9.0"));
        }
        progress.accept(new InstallProgress(Phase.DOWNLOADING, "engine.tar.gz", 1, 4));
        published.await();
        return new Offer.Ready(
                Optional.of("0.9.0"),
                (work, told) -> {
                    fetched.incrementAndGet();
                    Path binary = executable(work.resolve("llama-server"), "0.9.0 900");
                    return new Unpacked(binary, binary, "a test");
                });
    }

    private EngineSearch search() {
        return new EngineSearch(
                named, choice.read(), path, Optional.empty(), Optional.empty(), LINUX);
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) throw new IOException("not executable: " + file);
        return file;
    }

    /// The file says its version and build.
    private ProbeResult probe(Path binary) {
        try {
            String[] words = Files.readString(binary).split(" ", 2);
            if (words.length == 2) return works(words[0], Integer.parseInt(words[1]));
        } catch (IOException gone) {
            return new ProbeResult.Fails(problem(binary, "does not exist"));
        }
        return new ProbeResult.Fails(problem(binary, "ended with exit code 1"));
    }

    private static ProbeResult works(String version, int build) {
        var flags = new EngineFlags(List.of());
        return new ProbeResult.Works(new EngineFacts(version, build, "abc", "", flags));
    }

    private static EngineProblem problem(Path binary, String what) {
        return new EngineProblem(
                EngineProblem.Kind.DOES_NOT_RUN, binary, what, OptionalInt.empty(), List.of());
    }
}
