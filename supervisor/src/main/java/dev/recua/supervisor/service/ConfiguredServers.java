package dev.recua.supervisor.service;

import dev.recua.supervisor.args.Spoken;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ChildSpec;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.KeyChoice;
import dev.recua.supervisor.child.ListenHost;
import dev.recua.supervisor.child.PortChoice;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.server.AdoptedServer;
import dev.recua.supervisor.server.Adoption;
import dev.recua.supervisor.server.LlamaServer;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.server.ServerFactory;
import dev.recua.supervisor.server.ServerFacts;
import dev.recua.supervisor.server.WorkFolder;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The servers of one configuration, at its one address: a llama-server that runs there already is
/// adopted, on a free port one is started, and any other program there is an error that names it.
///
/// Each start looks again: after an adopted server has died, the next one is ours, unless somebody
/// else has started one meanwhile.
final class ConfiguredServers implements ServerFactory {
    private static final System.Logger LOG = System.getLogger(LlamaService.class.getName());

    private final LlamaServerConfig config;
    private final ListenHost host;
    private final ConfiguredBinary binary;

    ConfiguredServers(LlamaServerConfig config, EngineFinder.Probe probe, Map<String, String> env) {
        this.config = config;
        this.host = new ListenHost(config.host());
        this.binary = new ConfiguredBinary(config.serverPath(), probe, env);
    }

    @Override
    public Server create() throws NoServer, InterruptedException {
        Adoption there =
                Adoption.look(
                        config.host(), config.port(), knownKey(), config.healthCheckTimeout());
        return switch (there) {
            case Adoption.LlamaServerThere found -> adopted(found);
            case Adoption.Other other ->
                    throw none(
                            Cause.PORT_IN_USE,
                            other.description(),
                            "End that program, or choose another llama_server_port.");
            case Adoption.Free free -> spawned();
        };
    }

    private Server adopted(Adoption.LlamaServerThere found) {
        if (found.facts().access() == ServerFacts.Access.KEY_REFUSED)
            LOG.log(
                    Level.WARNING,
                    "[LlamaService] the llama-server at "
                            + address()
                            + " demands another key than this configuration has: it is watched,"
                            + " but nobody here can ask it. Tell its key (apiKey), or end it, so"
                            + " that one of our own is started service="
                            + name());
        return AdoptedServer.of(found, keyFor(found), limits());
    }

    /// One that answers without a key is not told ours.
    private Optional<String> keyFor(Adoption.LlamaServerThere found) {
        return found.facts().access() == ServerFacts.Access.OPEN ? Optional.empty() : knownKey();
    }

    private Server spawned() throws NoServer, InterruptedException {
        if (!host.isLocal())
            throw none(
                    Cause.NOT_LAUNCHED,
                    "nothing answers at " + address() + ", which is no address of this machine",
                    "Start a llama-server there, or correct llama_server_host.");
        if (config.modelPath().filter(file -> !Files.exists(file)).isPresent()) throw noModel();
        ConfiguredBinary.Found found = binary.find(name());
        Spoken spoken = ConfigWords.of(config).speak(found.flags());
        if (!spoken.problems().isEmpty())
            throw none(
                    Cause.UNKNOWN_FLAG,
                    spoken.message(),
                    "Correct the configuration, or use an engine that knows it.");
        WorkFolder folder = folder();
        return LlamaServer.of(spec(found, spoken, folder), folder);
    }

    private WorkFolder folder() throws NoServer {
        try {
            return WorkFolder.make();
        } catch (IOException e) {
            throw none(
                    Cause.NOT_LAUNCHED,
                    "no folder for its notes can be made: " + e,
                    "Check that the folder for temporary files (java.io.tmpdir) can be written.");
        }
    }

    private ChildSpec spec(ConfiguredBinary.Found found, Spoken spoken, WorkFolder folder) {
        Map<String, String> env = new HashMap<>(spoken.env());
        String saidKey = env.remove("LLAMA_API_KEY");
        return new ChildSpec(
                        name(),
                        found.path(),
                        port -> spoken.args(),
                        env,
                        Optional.empty(),
                        limits(),
                        folder.config(),
                        folder.run())
                .at(host, PortChoice.fixed(config.port()))
                .withKey(saidKey == null ? config.key() : KeyChoice.given(saidKey));
    }

    /// The rhythm of contracts §4, whose slow pause is the configuration's.
    ChildLimits limits() {
        ChildLimits.Poll usual = ChildLimits.Poll.DEFAULT;
        return new ChildLimits(
                config.startupTimeout(),
                new ChildLimits.Poll(usual.first(), usual.then(), config.healthCheckInterval()),
                config.healthCheckTimeout(),
                config.stopGrace());
    }

    private Optional<String> knownKey() {
        return config.key() instanceof KeyChoice.Given(String key)
                ? Optional.of(key)
                : Optional.empty();
    }

    /// By which the messages and the log call it: the model, else the address.
    static String nameOf(LlamaServerConfig config) {
        return config.modelPath()
                .map(ConfigWords::nameOf)
                .orElseGet(() -> config.host() + ":" + config.port());
    }

    private String name() {
        return nameOf(config);
    }

    private String address() {
        return host.reachedAs() + ":" + config.port();
    }

    /// In the words by which the typed error knows the file.
    private NoServer noModel() {
        return new NoServer(
                new StartFailure(
                        Cause.FILE_NOT_FOUND,
                        "Model file does not exist: "
                                + config.modelPath().map(Object::toString).orElse(""),
                        "Check llama_model_path, or download the model.",
                        Exit.NEVER_RAN,
                        List.of()));
    }

    private NoServer none(Cause cause, String what, String next) {
        return new NoServer(
                new StartFailure(
                        cause,
                        name() + " did not start: " + what,
                        next,
                        Exit.NEVER_RAN,
                        List.of()));
    }
}
