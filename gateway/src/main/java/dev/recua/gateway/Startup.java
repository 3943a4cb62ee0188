package dev.recua.gateway;

import dev.recua.gateway.admin.House;
import dev.recua.gateway.cli.CommandFailed;
import dev.recua.gateway.cli.ExitCode;
import dev.recua.gateway.cli.ServeOptions;
import dev.recua.gateway.config.ConfigLoader;
import dev.recua.gateway.config.ConfigResult;
import dev.recua.gateway.config.GatewayConfig;
import dev.recua.gateway.config.Overrides;
import dev.recua.gateway.config.Problem;
import dev.recua.gateway.fleet.EngineRoom;
import dev.recua.gateway.fleet.Engines;
import dev.recua.gateway.fleet.LlamaLauncher;
import dev.recua.gateway.home.Folders;
import dev.recua.gateway.home.GatewayFile;
import dev.recua.gateway.home.HomeLock;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.ModelLibrary;
import dev.recua.supervisor.child.Orphans;
import dev.recua.supervisor.engine.install.InstallProgress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From what a person typed to a gateway that answers, and back. Both `serve` and a `run` that
/// finds no gateway go this way:
///
/// 1. read the configuration; with a problem nothing is started;
/// 2. make the folders and take the home's lock;
/// 3. end what a dead gateway left running;
/// 4. open the address, and look for models;
/// 5. find an engine, or install one; requests that come meanwhile wait.
final class Startup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    private final ConfigResult.Valid settings;
    private final Folders folders;
    private final HomeLock.Acquired lock;
    private final ModelLibrary library;
    private final Gateway gateway;
    private final EngineRoom engines;
    private final FirstEngine engine;
    private final URI url;

    private Startup(
            ConfigResult.Valid settings,
            Folders folders,
            HomeLock.Acquired lock,
            ModelLibrary library,
            Gateway gateway,
            EngineRoom engines,
            FirstEngine engine) {
        this.settings = settings;
        this.folders = folders;
        this.lock = lock;
        this.library = library;
        this.gateway = gateway;
        this.engines = engines;
        this.engine = engine;
        this.url = Gateway.url(settings.config().listen(), gateway.port());
    }

    /// Steps 1 to 4, and the beginning of 5.
    ///
    /// @param quiet    whether the terminal belongs to a command's answer, and sees warnings only
    /// @param progress told while an engine is installed; from any thread
    /// @param shutdown begins the end of this process, when its API is told to
    /// @throws CommandFailed when it cannot start; nothing is left behind
    static Startup begin(
            ServeOptions options,
            Map<String, String> environment,
            String version,
            boolean quiet,
            Consumer<InstallProgress> progress,
            Runnable shutdown) {
        Map<String, String> env = withHome(environment, options.home());
        Folders folders = folders(env);
        ConfigResult.Valid settings = configuration(new ConfigLoader(env, folders), options);
        HomeLock.Acquired lock = lock(folders);
        try {
            Logging.toFile(settings.config().logLevel(), folders.logs(), quiet);
            reapOrphans(folders);
            return begin(settings, folders, lock, env, version, progress, shutdown);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static Startup begin(
            ConfigResult.Valid settings,
            Folders folders,
            HomeLock.Acquired lock,
            Map<String, String> env,
            String version,
            Consumer<InstallProgress> progress,
            Runnable shutdown) {
        GatewayConfig config = settings.config();
        EngineSetup setup = EngineSetup.of(config, folders, env);
        Engines engines = setup.engines();
        var engine = new FirstEngine(engines, progress);
        var news = new CatalogueNews();
        var library = ModelFolders.open(config, folders, news);
        var launcher =
                new LlamaLauncher(library::catalogue, config, folders, engines, engine.found());
        var house = Premises.of(version, folders, setup, launcher, shutdown);
        try {
            var gateway = Gateway.open(parts(config, folders, version, library, launcher, house));
            news.follow(gateway::catalogueChanged);
            engine.look();
            return new Startup(settings, folders, lock, library, gateway, setup.room(), engine);
        } catch (RuntimeException e) {
            library.close();
            throw CannotListen.on(config.listen(), e);
        }
    }

    private static Gateway.Parts parts(
            GatewayConfig config,
            Folders folders,
            String version,
            ModelLibrary library,
            LlamaLauncher launcher,
            House house) {
        String greeting =
                "Recua " + version + " is here. Give your OpenAI client this address with /v1.\n";
        return new Gateway.Parts(
                config,
                library::catalogue,
                launcher,
                launcher,
                launcher::contextLength,
                folders.tmp(),
                InstantSource.system(),
                greeting,
                house);
    }

    /// Step 5: the engine, once it is found or installed, or why there is none.
    Engines.Available awaitEngine() throws InterruptedException {
        return engine.await();
    }

    /// Gives up looking for an engine, and ends installations; [#awaitEngine] then returns.
    void stopLooking() {
        engine.stopLooking();
        engines.close();
    }

    /// Lets the command line find us: from now on requests are taken, and wait for the engine.
    void announce(String version) {
        var file = new GatewayFile(ProcessHandle.current().pid(), Instant.now(), url, version);
        try {
            file.write(folders.run());
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "cannot write " + GatewayFile.in(folders.run()) + ": " + e.getMessage(),
                    e);
        }
    }

    URI url() {
        return url;
    }

    GatewayConfig config() {
        return settings.config();
    }

    List<Problem> warnings() {
        return settings.warnings();
    }

    Catalogue catalogue() {
        return library.catalogue();
    }

    /// Ends all children now; the next thing is the end of the process.
    void kill() {
        gateway.kill();
    }

    /// Leaves within 6 s.
    @Override
    public void close() {
        stopLooking();
        try {
            GatewayFile.delete(folders.run());
        } catch (IOException e) {
            LOG.warn("cannot delete {}", GatewayFile.in(folders.run()), e);
        }
        // Beside the farewell, whose 6 s are for everything: during a scan this takes up to 2 s.
        Thread.ofVirtual().name("stop watching").start(library::close);
        gateway.close();
        release(lock);
    }

    static Folders folders(Map<String, String> env) {
        return Folders.of(
                env, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    static Map<String, String> withHome(Map<String, String> environment, Optional<Path> home) {
        var env = new HashMap<>(environment);
        home.ifPresent(path -> env.put("RECUA_HOME", path.toAbsolutePath().toString()));
        return env;
    }

    static Overrides overrides(ServeOptions options) {
        return new Overrides(
                options.listen(),
                options.engine(),
                options.insecure(),
                options.offline(),
                options.config());
    }

    private static ConfigResult.Valid configuration(ConfigLoader loader, ServeOptions options) {
        return switch (loader.load(overrides(options))) {
            case ConfigResult.Valid valid -> valid;
            case ConfigResult.Invalid invalid ->
                    throw new CommandFailed(
                            ExitCode.INVALID_CONFIG,
                            "the configuration is invalid, nothing was started:\n"
                                    + Problem.render(invalid.problems()));
        };
    }

    private static HomeLock.Acquired lock(Folders folders) {
        try {
            folders.create();
            return switch (HomeLock.acquire(folders.run())) {
                case HomeLock.Acquired acquired -> acquired;
                case HomeLock.Held held -> throw new CommandFailed(ExitCode.IN_USE, held.message());
            };
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot use the home folder: " + e.getMessage(), e);
        }
    }

    private static void release(HomeLock.Acquired lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("the lock goes with the process", e);
        }
    }

    private static void reapOrphans(Folders folders) {
        try {
            Orphans.reap(folders.run())
                    .forEach(orphan -> LOG.warn("ended what a dead gateway left: {}", orphan));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("cannot look for children of a dead gateway", e);
        }
    }
}
