package dev.recua.gateway.fleet;

import dev.recua.gateway.config.GatewayConfig;
import dev.recua.gateway.config.ModelConfig;
import dev.recua.gateway.home.Folders;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.args.Secrets;
import dev.recua.supervisor.args.ServerArgs;
import dev.recua.supervisor.args.Translation;
import dev.recua.supervisor.child.Child;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ChildSpec;
import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.server.LlamaServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a real llama-server for a model of the catalogue:
///
/// 1. the engine is found (the first search of a gateway may install one, and is awaited);
/// 2. file, settings and what this binary knows become its arguments;
/// 3. `supervisor` makes the server of it, which its service starts, watches and brings back.
///
/// A model whose `url` names a running server is none of that: see [RunElsewhere].
///
/// Safe from any thread; [#launch] blocks.
public final class LlamaLauncher implements Launcher, Fingerprints {
    private static final Logger LOG = LoggerFactory.getLogger(LlamaLauncher.class);

    private static final String PORT_OPTION = "--port";

    private final Supplier<Catalogue> catalogue;
    private final GatewayConfig config;
    private final Folders folders;
    private final Engines engines;
    private final CompletableFuture<Engines.Available> firstSearch;

    /// @param catalogue   the models as they are now
    /// @param firstSearch completed when the gateway's first search for an engine is over
    public LlamaLauncher(
            Supplier<Catalogue> catalogue,
            GatewayConfig config,
            Folders folders,
            Engines engines,
            CompletableFuture<Engines.Available> firstSearch) {
        this.catalogue = catalogue;
        this.config = config;
        this.folders = folders;
        this.engines = engines;
        this.firstSearch = firstSearch;
    }

    @Override
    public Running launch(ModelId id) throws LaunchFailed, InterruptedException {
        Model model = catalogue.get().find(id).orElseThrow(() -> vanished(id));
        if (model.problem().isPresent()) throw broken(model, model.problem().get());
        ModelConfig settings = settings(id);
        if (model.isServed()) return elsewhere(settings);
        // 1
        Engines.Available.Yes found = find();
        Engine engine = found.engine();
        // 2
        ServerArgs.Built words = words(model, settings, found, 1);
        for (Translation told : words.translations()) {
            LOG.info("engine {} is told model={} {}", engine.version(), id.value(), told.message());
        }
        if (!words.leftOut().isEmpty()) {
            LOG.debug("engine {} does not know {}", engine.version(), words.leftOut());
        }
        Path slots = make(folders.kv().resolve(ServerPlan.fileName(id)));
        LOG.debug("slots of model={} in {}", id.value(), slots);
        // 3
        LlamaServer server = LlamaServer.of(spec(model, settings, found, words.env()));
        return new Running(server, found.stamp(), () -> memory(server));
    }

    /// No engine is needed for a server that somebody else runs.
    private Running elsewhere(ModelConfig settings) throws LaunchFailed {
        URI url = settings.url().orElseThrow();
        return new RunElsewhere(limits()).find(settings, url, engines.stamp());
    }

    @Override
    public Terms terms(Model model) {
        return ServerPlan.terms(model, settings(model.id()), config.idleUnload());
    }

    @Override
    public String engine() {
        return engines.stamp();
    }

    @Override
    public CompletableFuture<String> engineAfresh() {
        var result = new CompletableFuture<String>();
        Thread.ofVirtual()
                .name("look for the engine again")
                .start(
                        () -> {
                            lookAgain();
                            result.complete(engines.stamp());
                        });
        return result;
    }

    private void lookAgain() {
        try {
            engines.find();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("looking for an engine failed", e);
        }
    }

    /// Tokens of context that this model's child gets; 0 when that is not known.
    public int contextLength(Model model) {
        return ServerPlan.context(model, settings(model.id()));
    }

    /// The file that the model's child writes its log to.
    public Path log(ModelId id) {
        return folders.logs().resolve(ServerPlan.fileName(id) + ".log");
    }

    /// The words that start a llama-server for this model, the binary first, with the engine that
    /// was found last.
    ///
    /// @param port stands where the port is wanted
    /// @return empty while there is no engine, when it does not know a word of the settings, and
    ///     for a server that somebody else runs
    public Optional<List<String>> command(Model model, String port) {
        if (model.isServed()) return Optional.empty();
        return engines.current().flatMap(engine -> command(model, engine, port));
    }

    private Optional<List<String>> command(Model model, Engine engine, String port) {
        var plan = ServerPlan.of(model, settings(model.id()), folders.kv(), 1);
        if (!(ServerArgs.of(plan, engine.flags()) instanceof ServerArgs.Built built)) {
            return Optional.empty();
        }
        var words = new ArrayList<String>();
        words.add(engine.binary().toString());
        words.addAll(Secrets.without(built.args()));
        int at = words.indexOf(PORT_OPTION);
        if (at >= 0) words.set(at + 1, port);
        return Optional.of(List.copyOf(words));
    }

    private Engines.Available.Yes find() throws LaunchFailed, InterruptedException {
        try {
            firstSearch.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking for an engine failed", e.getCause());
        }
        return switch (engines.find()) {
            case Engines.Available.Yes yes -> yes;
            case Engines.Available.No(var message) ->
                    throw failed(LoadFailure.Kind.ENGINE_MISSING, "engine_missing", message);
        };
    }

    private ModelConfig settings(ModelId id) {
        return Optional.ofNullable(config.models().get(id.value()))
                .orElseGet(() -> ModelConfig.of(id.value()));
    }

    private ServerArgs.Built words(
            Model model, ModelConfig settings, Engines.Available.Yes found, int port)
            throws LaunchFailed {
        var plan = ServerPlan.of(model, settings, folders.kv(), port);
        return switch (ServerArgs.of(plan, found.engine().flags())) {
            case ServerArgs.Built built -> built;
            case ServerArgs.Refused refused ->
                    throw new LaunchFailed(
                            LoadFailure.lasting("unknown_flag", refused.message()), found.stamp());
        };
    }

    /// @param secrets from the user's words, which beat the user's environment
    private ChildSpec spec(
            Model model,
            ModelConfig settings,
            Engines.Available.Yes found,
            Map<String, String> secrets)
            throws LaunchFailed {
        var env = new HashMap<>(settings.env());
        env.putAll(secrets);
        return new ChildSpec(
                model.id().value(),
                found.engine().binary(),
                port -> args(model, settings, found, port),
                env,
                Optional.of(log(model.id())),
                limits(),
                make(folders.run().resolve("engine-config")),
                folders.run());
    }

    private ChildLimits limits() {
        var supervisor = config.supervisor();
        var poll = supervisor.poll();
        return new ChildLimits(
                supervisor.startTimeout(),
                new ChildLimits.Poll(poll.first(), poll.then(), poll.slow()),
                supervisor.liveness().probeTimeout(),
                supervisor.stopGrace());
    }

    /// The words were checked before the launch; only the port differs.
    private List<String> args(
            Model model, ModelConfig settings, Engines.Available.Yes found, int port) {
        try {
            return words(model, settings, found, port).args();
        } catch (LaunchFailed changedMeanwhile) {
            throw new IllegalStateException(changedMeanwhile);
        }
    }

    private static OptionalLong memory(LlamaServer server) {
        return server.child().map(Child::rss).orElse(OptionalLong.empty());
    }

    private Path make(Path folder) throws LaunchFailed {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw failed(
                    LoadFailure.Kind.FAILED,
                    "no_folder",
                    "the folder " + folder + " cannot be made: " + e.getMessage());
        }
    }

    private LaunchFailed vanished(ModelId id) {
        return failed(LoadFailure.Kind.FAILED, "file_not_found", "the file of " + id + " is gone.");
    }

    private LaunchFailed broken(Model model, String problem) {
        return new LaunchFailed(
                LoadFailure.lasting("bad_file", model.path() + ": " + problem), engines.stamp());
    }

    private LaunchFailed failed(LoadFailure.Kind kind, String cause, String message) {
        return new LaunchFailed(
                new LoadFailure(kind, message, cause, false, OptionalInt.empty(), List.of()),
                engines.stamp());
    }
}
