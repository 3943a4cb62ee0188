package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.EngineFacts;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.ProbeResult.Fails;
import dev.recua.supervisor.engine.ProbeResult.Works;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.EngineSource.Offer;
import dev.recua.supervisor.engine.install.EngineSource.Unpacked;
import dev.recua.supervisor.engine.install.InstallProgress.Phase;
import dev.recua.supervisor.engine.install.InstallResult.Attempt;
import dev.recua.supervisor.engine.install.InstallResult.Installed;
import dev.recua.supervisor.engine.install.InstallResult.NotInstalled;
import dev.recua.supervisor.engine.install.InstallResult.Why;
import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Installs engines into an [EngineStore].
///
/// 1. What is there already is not fetched again: a named version at once, the newest once its
///    number is known.
/// 2. One installer works at a time, also across processes; the others wait up to 180 s and then
///    use what it brought.
/// 3. Every source is asked in turn. What it gives is put together in a work folder, started once,
///    and renamed into
///    place, so that a half-installed engine never exists; a work folder that a dead process left
///    is removed by the
///    next install.
///
/// Safe for use by several threads. Interrupting a thread that installs ends its download and its
/// programs.
public final class EngineInstaller {
    private static final Logger LOG = System.getLogger(EngineInstaller.class.getName());
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOCK_POLL = Duration.ofSeconds(1);

    private final EngineStore store;
    private final EngineFinder.Probe probe;
    private final List<EngineSource> sources;
    private final Clock clock;
    private final Duration lockLimit;
    private final Duration lockPoll;

    public EngineInstaller(
            EngineStore store, EngineFinder.Probe probe, List<EngineSource> sources, Clock clock) {
        this(store, probe, sources, clock, LOCK_LIMIT, LOCK_POLL);
    }

    EngineInstaller(
            EngineStore store,
            EngineFinder.Probe probe,
            List<EngineSource> sources,
            Clock clock,
            Duration lockLimit,
            Duration lockPoll) {
        this.store = store;
        this.probe = probe;
        this.sources = List.copyOf(sources);
        this.clock = clock;
        this.lockLimit = lockLimit;
        this.lockPoll = lockPoll;
    }

    /// An installer with the usual sources: llama.cpp's releases, then Debian's package.
    ///
    /// @param githubToken lifts GitHub's limit on requests (`GH_PAT`); sent to its API only
    /// @param programs    folders searched for `apt-get` and `dpkg-deb`: those of `PATH`
    public static EngineInstaller usual(
            EngineStore store,
            EngineFinder.Probe probe,
            Optional<String> githubToken,
            List<Path> programs,
            Clock clock) {
        List<EngineSource> sources =
                List.of(
                        new LlamaReleases(ReleaseSite.github(githubToken)),
                        new DebianPackage(programs));
        return new EngineInstaller(store, probe, sources, clock);
    }

    /// Installs what is asked for, unless it is there.
    ///
    /// @param progress told from this thread and from download threads, at most ten times a second
    ///     a phase
    /// @throws InterruptedException when the caller should stop; nothing half-done is left
    public InstallResult install(InstallRequest request, Consumer<InstallProgress> progress)
            throws InterruptedException {
        Optional<Variant> variant = request.wantedVariant();
        if (variant.isEmpty()) return unsupported(request);
        // 1
        Optional<InstalledEngine> there = installedAs(request, variant.get());
        if (there.isPresent()) return done(there.get(), true, progress);
        if (request.offline()) {
            return failed(
                    Why.OFFLINE,
                    request,
                    "network",
                    "offline (RECUA_OFFLINE): no request may leave this machine");
        }
        // 2
        Instant asked = clock.instant();
        try (InstallLock lock =
                InstallLock.take(store.root(), lockLimit, lockPoll, () -> tellWaiting(progress))
                        .orElse(null)) {
            if (lock == null) {
                String reason =
                        "another process has been installing for "
                                + lockLimit.toSeconds()
                                + " s; try again";
                return failed(Why.FAILED, request, "lock of " + store.root(), reason);
            }
            Optional<InstalledEngine> brought =
                    lock.waited() ? since(asked, request, variant.get()) : Optional.empty();
            if (brought.isPresent()) return done(brought.get(), true, progress);
            store.removeLeftovers();
            return fromSources(request, variant.get(), progress);
        } catch (IOException e) {
            return failed(Why.FAILED, request, "folder " + store.root(), reason(e));
        }
    }

    /// What became of a removal.
    public enum Removal {
        REMOVED,
        NOT_THERE,
        /// Another thread or process installs; nothing was removed.
        BUSY
    }

    /// Removes an engine with all its files, unless somebody installs right now. Whether a child
    /// still uses it is the caller's question; on Unix a running one goes on.
    ///
    /// @throws IOException when its files cannot be moved away or deleted
    public Removal remove(EngineId id) throws IOException, InterruptedException {
        if (store.find(id).isEmpty()) return Removal.NOT_THERE;
        Optional<InstallLock> taken =
                InstallLock.take(store.root(), Duration.ZERO, lockPoll, () -> {});
        if (taken.isEmpty()) return Removal.BUSY;
        try (InstallLock lock = taken.get()) {
            LOG.log(Level.DEBUG, "engine removed engine=" + id + " waited=" + lock.waited());
            return store.remove(id) ? Removal.REMOVED : Removal.NOT_THERE;
        }
    }

    // 3
    private InstallResult fromSources(
            InstallRequest request, Variant variant, Consumer<InstallProgress> progress)
            throws IOException, InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        Why why = Why.FAILED;
        List<String> versions = List.of();
        for (EngineSource source : sources) {
            switch (source.offer(request, progress)) {
                case Offer.None none -> attempts.add(new Attempt(source.name(), none.reason()));
                case Offer.NoSuchVersion none -> {
                    attempts.add(new Attempt(source.name(), none.reason()));
                    why = Why.NO_SUCH_VERSION;
                    versions = none.there();
                }
                case Offer.Ready ready -> {
                    Optional<InstalledEngine> there =
                            ready.version().flatMap(v -> store.find(id(v, request, variant)));
                    if (there.isPresent()) return done(there.get(), true, progress);
                    try {
                        return done(bring(ready, request, variant, progress), false, progress);
                    } catch (IOException e) {
                        attempts.add(new Attempt(source.name(), reason(e)));
                    }
                }
            }
        }
        return new NotInstalled(why, wanted(request), attempts, versions);
    }

    private InstalledEngine bring(
            Offer.Ready offer,
            InstallRequest request,
            Variant variant,
            Consumer<InstallProgress> progress)
            throws IOException, InterruptedException {
        Path work = store.newWorkFolder();
        try {
            Unpacked unpacked = offer.unpacker().into(work, progress);
            Folders.makeExecutable(unpacked.binary());
            progress.accept(
                    InstallProgress.of(Phase.PROBING, unpacked.binary().getFileName().toString()));
            EngineFacts facts = probed(unpacked);
            String version = offer.version().orElse(facts.version());
            requireWanted(offer, request, facts);
            return store.place(
                    work,
                    new InstalledEngine(
                            id(version, request, variant),
                            facts.build(),
                            unpacked.source(),
                            unpacked.binary(),
                            unpacked.program(),
                            Sha256.of(unpacked.program()),
                            clock.instant(),
                            work));
        } finally {
            discard(work);
        }
    }

    /// What cannot be deleted now is deleted by the next install; the outcome matters more.
    private static void discard(Path work) {
        try {
            Folders.deleteTree(work);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "work folder not deleted folder=" + work + " cause=" + e);
        }
    }

    private EngineFacts probed(Unpacked unpacked) throws IOException, InterruptedException {
        return switch (probe.probe(unpacked.binary())) {
            case Works works -> works.facts();
            case Fails fails ->
                    throw new IOException(
                            "what it gave does not run here: " + fails.problem().message());
        };
    }

    private static void requireWanted(Offer.Ready offer, InstallRequest request, EngineFacts facts)
            throws IOException {
        boolean wanted =
                offer.version().isPresent() || request.version().map(facts::isVersion).orElse(true);
        if (!wanted) {
            throw new IOException(
                    "it has version " + facts.version() + " (build " + facts.build() + ")");
        }
    }

    private Optional<InstalledEngine> installedAs(InstallRequest request, Variant variant) {
        return request.version()
                .flatMap(
                        wanted ->
                                candidates(request, variant)
                                        .filter(e -> e.isVersion(wanted))
                                        .findFirst());
    }

    private Optional<InstalledEngine> since(
            Instant asked, InstallRequest request, Variant variant) {
        return candidates(request, variant)
                .filter(e -> !e.installedAt().isBefore(asked))
                .filter(e -> request.version().map(e::isVersion).orElse(true))
                .findFirst();
    }

    private Stream<InstalledEngine> candidates(InstallRequest request, Variant variant) {
        return store.list().stream()
                .filter(e -> e.id().target().equals(request.target().id()))
                .filter(e -> e.id().variant() == variant);
    }

    private static EngineId id(String version, InstallRequest request, Variant variant) {
        return new EngineId(version, request.target().id(), variant);
    }

    private static InstallResult done(
            InstalledEngine engine, boolean alreadyThere, Consumer<InstallProgress> progress) {
        progress.accept(InstallProgress.of(Phase.DONE, engine.id().toString()));
        return new Installed(engine, alreadyThere);
    }

    private static void tellWaiting(Consumer<InstallProgress> progress) {
        progress.accept(InstallProgress.of(Phase.WAITING, "another process installs an engine"));
    }

    private static InstallResult unsupported(InstallRequest request) {
        return failed(
                Why.NO_PLATFORM,
                request,
                "platform",
                "there is no ready-made llama-server for " + request.target().id());
    }

    private static InstallResult failed(
            Why why, InstallRequest request, String source, String reason) {
        return new NotInstalled(
                why, wanted(request), List.of(new Attempt(source, reason)), List.of());
    }

    private static String wanted(InstallRequest request) {
        return request.versionWords()
                + " for "
                + request.target().id()
                + request.wantedVariant().map(v -> ", " + v.id()).orElse("");
    }

    /// File system exceptions carry little more than a path in their message.
    private static String reason(IOException e) {
        return e instanceof FileSystemException
                ? e.getClass().getSimpleName() + ": " + e.getMessage()
                : String.valueOf(e.getMessage());
    }
}
