package dev.recua.gateway.fleet;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.client.admin.EngineInstalling;
import dev.recua.gateway.fleet.EngineOutcome.Done;
import dev.recua.gateway.fleet.EngineOutcome.Refused;
import dev.recua.supervisor.child.ChildRegistry;
import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.EngineChoice;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.supervisor.engine.install.EngineInstaller;
import dev.recua.supervisor.engine.install.EngineInstaller.Removal;
import dev.recua.supervisor.engine.install.InstallRequest;
import dev.recua.supervisor.engine.install.InstallResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the owner of a home may do with its engines: look, install, choose, remove.
///
/// The gateway and, where none runs, the command line use the same one: all state is in files, and
/// the installer's lock keeps two processes apart. After each order the engine is searched for
/// anew, so that the next child starts with what was ordered; children that run keep theirs.
///
/// Safe from any thread. Everything but [#install] and [#installing] blocks: it reads files, and
/// probes a binary that was never seen.
public final class EngineRoom implements AutoCloseable {
    /// The name that forgets a choice: what the search finds is used.
    public static final String AUTO = "auto";

    private static final Logger LOG = LoggerFactory.getLogger(EngineRoom.class);

    /// Who runs now.
    @FunctionalInterface
    public interface Children {
        /// The children of this home, whichever gateway started them.
        List<ChildRegistry.Entry> living() throws IOException;
    }

    private final EngineStore store;
    private final EngineFinder.Probe probe;
    private final EngineChoice choice;
    private final EngineInstaller installer;
    private final EngineInstalls installs;
    private final Engines engines;
    private final InstallRequest newest;
    private final Children children;
    private volatile Runnable changed = () -> {};

    /// @param newest what is installed when nothing is said: target, and whether we are offline
    public EngineRoom(
            EngineStore store,
            EngineFinder.Probe probe,
            EngineChoice choice,
            EngineInstaller installer,
            Engines engines,
            InstallRequest newest,
            Children children) {
        this.store = store;
        this.probe = probe;
        this.choice = choice;
        this.installer = installer;
        this.installs = new EngineInstalls(installer);
        this.engines = engines;
        this.newest = newest;
        this.children = children;
    }

    /// Somebody is told when [#list] may give something else than before, also while an engine is
    /// being installed.
    ///
    /// @param watch called on any thread, often; must return at once
    public void onChange(Runnable watch) {
        changed = watch;
        engines.onChange(watch);
    }

    /// The installed engines, the newest first, then the one in use where it is not one of them.
    ///
    /// @throws InterruptedException when the caller should stop
    public EngineInfos list() throws InterruptedException {
        List<EngineInfo> infos = new ArrayList<>();
        Engines.Available found = engines.find();
        Optional<Engine> active = engine(found);
        store.list().forEach(engine -> infos.add(EngineView.of(engine, active)));
        if (infos.stream().noneMatch(EngineInfo::active)) {
            active.ifPresent(engine -> infos.add(EngineView.foreign(engine)));
        }
        String problem = found instanceof Engines.Available.No(var message) ? message : null;
        return new EngineInfos(infos, installs.now(), problem);
    }

    /// What is being installed now. Returns at once.
    public List<EngineInstalling> installing() {
        return installs.now();
    }

    /// Installs an engine, or joins whoever installs the same. It is used by the next child where
    /// nothing was chosen or named and none on the `PATH` comes first; the outcome says so.
    ///
    /// @param progress told from any thread
    /// @return completes when it is over; exceptionally when [#close] ended it
    public CompletableFuture<EngineOutcome> install(
            EngineInstall wish, Consumer<EngineInstalling> progress) {
        return switch (EngineWish.of(wish, newest)) {
            case EngineWish.Wrong(var why) -> CompletableFuture.completedFuture(new Refused(why));
            case EngineWish.Clear(var request) ->
                    installs.install(
                                    request,
                                    step -> {
                                        changed.run();
                                        progress.accept(EngineInstalls.describe(request, step));
                                    })
                            .thenApply(this::installed)
                            .whenComplete((_, _) -> changed.run());
        };
    }

    /// Chooses the engine for the next children, or forgets the choice.
    ///
    /// @param name an id, a short name that only one answers to, or [#AUTO]
    public EngineOutcome use(String name) throws InterruptedException {
        if (name.equals(AUTO)) return told(forgetChoice());
        return switch (named(name)) {
            case OneOf.Refusal(var why) -> new Refused(why);
            case OneOf.One(var engine) -> told(choose(engine));
        };
    }

    /// Removes an engine from the disk, unless a child runs from it. Whoever chose it has no choice
    /// then.
    ///
    /// @param name an id, or a short name that only one answers to
    public EngineOutcome remove(String name) throws InterruptedException {
        return switch (named(name)) {
            case OneOf.Refusal(var why) -> new Refused(why);
            case OneOf.One(var engine) -> {
                try {
                    yield told(remove(engine));
                } catch (IOException e) {
                    yield failed(engine.id() + " could not be removed: " + e);
                }
            }
        };
    }

    /// Ends installs that are under way; nothing half-done is left.
    @Override
    public void close() {
        installs.close();
    }

    private EngineOutcome told(EngineOutcome outcome) {
        changed.run();
        return outcome;
    }

    private sealed interface OneOf {
        record One(InstalledEngine engine) implements OneOf {}

        record Refusal(EngineRefusal why) implements OneOf {}
    }

    private OneOf named(String name) throws InterruptedException {
        List<InstalledEngine> installed = store.list();
        List<InstalledEngine> meant = EngineNames.meant(name, installed);
        if (meant.size() == 1) return new OneOf.One(meant.getFirst());
        if (meant.size() > 1) {
            return new OneOf.Refusal(new EngineRefusal.Ambiguous(name, ids(meant)));
        }
        Optional<EngineInfo> foreign =
                list().engines().stream().filter(info -> info.id().equals(name)).findFirst();
        return new OneOf.Refusal(
                foreign.<EngineRefusal>map(it -> new EngineRefusal.NotOurs(name, it.path()))
                        .orElseGet(() -> new EngineRefusal.NoSuchEngine(name, ids(installed))));
    }

    private static List<String> ids(List<InstalledEngine> engines) {
        return engines.stream().map(engine -> engine.id().toString()).toList();
    }

    private EngineOutcome choose(InstalledEngine engine) throws InterruptedException {
        EngineId id = engine.id();
        if (!id.target().equals(newest.target().id())) {
            String why = "it is made for " + id.target() + ", this is " + newest.target().id();
            return new Refused(new EngineRefusal.DoesNotRun(id, why));
        }
        if (probe.probe(engine.binary()) instanceof ProbeResult.Fails(var problem)) {
            return new Refused(new EngineRefusal.DoesNotRun(id, problem.message()));
        }
        try {
            choice.write(id);
        } catch (IOException e) {
            return failed("the choice of " + id + " could not be kept: " + e);
        }
        EngineInfo info = EngineView.of(engine, engine(engines.find()));
        LOG.info("engine chosen engine={} active={}", id, info.active());
        return new Done(info.active() ? info : info.withNote(overridden()));
    }

    private EngineOutcome forgetChoice() throws InterruptedException {
        try {
            choice.clear();
        } catch (IOException e) {
            return failed("the choice could not be forgotten: " + e);
        }
        LOG.info("engine no longer chosen by hand");
        EngineInfos now = list();
        return now.engines().stream()
                .filter(EngineInfo::active)
                .findFirst()
                .<EngineOutcome>map(Done::new)
                .orElseGet(() -> new Refused(new EngineRefusal.NoEngine("" + now.problem())));
    }

    private String overridden() {
        return engines.named()
                .map(
                        named ->
                                "The choice is kept and has no effect while "
                                        + named.origin().label()
                                        + " names "
                                        + named.binary()
                                        + ": a named engine beats a chosen one.")
                .orElse("The choice is kept, but another engine was found before it.");
    }

    private EngineOutcome remove(InstalledEngine engine) throws IOException, InterruptedException {
        EngineId id = engine.id();
        List<String> models = modelsOn(engine);
        if (!models.isEmpty()) return new Refused(new EngineRefusal.InUse(id, models));
        Removal removal = installer.remove(id);
        if (removal == Removal.BUSY) return new Refused(new EngineRefusal.Installing(id));
        if (choice.read().filter(id::equals).isPresent()) choice.clear();
        engines.find();
        LOG.info("engine removed engine={}", id);
        return new Done(EngineView.of(engine, Optional.empty()));
    }

    private List<String> modelsOn(InstalledEngine engine) throws IOException {
        Path folder = EngineView.real(engine.folder());
        return children.living().stream()
                .filter(child -> EngineView.real(Path.of(child.binary())).startsWith(folder))
                .map(ChildRegistry.Entry::model)
                .sorted()
                .toList();
    }

    private EngineOutcome installed(InstallResult result) {
        return switch (result) {
            case InstallResult.NotInstalled failed ->
                    new Refused(new EngineRefusal.NotInstalled(failed));
            case InstallResult.Installed done -> {
                Optional<Engine> active = searchAgain();
                EngineInfo info = EngineView.of(done.engine(), active);
                yield new Done(info.active() ? info : info.withNote(notFirst(active)));
            }
        };
    }

    private Optional<Engine> searchAgain() {
        try {
            return engine(engines.find());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String notFirst(Optional<Engine> active) {
        String instead =
                active.map(a -> "; " + a.binary() + " (" + a.origin().label() + ") is in use")
                        .orElse("");
        return "It is installed and not in use" + instead + ". `recua engine use` chooses it.";
    }

    private static Optional<Engine> engine(Engines.Available available) {
        return available instanceof Engines.Available.Yes yes
                ? Optional.of(yes.engine())
                : Optional.empty();
    }

    private static Refused failed(String what) {
        return new Refused(new EngineRefusal.Failed(what));
    }
}
