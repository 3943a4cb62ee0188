package dev.recua.gateway.fleet;

import dev.recua.gateway.config.ModelConfig;
import dev.recua.gateway.fleet.Launcher.LaunchFailed;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ListenHost;
import dev.recua.supervisor.server.AdoptedServer;
import dev.recua.supervisor.server.Adoption;
import dev.recua.supervisor.server.ServerFacts.Access;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Models whose `url` names a llama-server that somebody else runs: it is looked at, used as it is,
/// watched like any other, and let go instead of ended.
///
/// Its key stands in the entry's `env` as `LLAMA_API_KEY`, and is told to nobody but a llama-server
/// that demands one.
///
/// @param limits how long it may still load, and how long one question to it may take
record RunElsewhere(ChildLimits limits) {
    /// The cause, as a word, of a load that found nobody to use.
    static final String NOT_REACHABLE = "not_reachable";

    private static final int HTTP = 80;

    /// The server as it is now. Blocks, for at most three questions.
    ///
    /// @param url    of the settings
    /// @param engine by which the failure is remembered
    /// @throws LaunchFailed when there is none, or it is not to be asked
    Running find(ModelConfig settings, URI url, String engine) throws LaunchFailed {
        var at = new ListenHost(bare(url.getHost()));
        String host = at.reachedAs();
        int port = url.getPort() < 0 ? HTTP : url.getPort();
        if (isOurs(at, port)) {
            throw failed(
                    engine,
                    url + " is the address of this gateway itself.",
                    "Name the address of a llama-server as the url of this model.");
        }
        Optional<String> key = settings.serverKey();
        return switch (Adoption.look(host, port, key, limits.probeTimeout())) {
            case Adoption.Free _ ->
                    throw failed(
                            engine,
                            "nothing answers at " + url + ".",
                            "Start the llama-server there, or correct the url of this model.");
            case Adoption.Other(var description) ->
                    throw failed(
                            engine,
                            description + ".",
                            "Start a llama-server there, or correct the url of this model.");
            case Adoption.LlamaServerThere there -> use(there, key, url, engine);
        };
    }

    private Running use(
            Adoption.LlamaServerThere there, Optional<String> key, URI url, String engine)
            throws LaunchFailed {
        Access access = there.facts().access();
        if (access == Access.KEY_REFUSED) {
            throw failed(
                    engine,
                    "the llama-server at "
                            + url
                            + (key.isPresent() ? " refuses our key." : " demands a key."),
                    "Give its key as LLAMA_API_KEY in the env of this model.");
        }
        Optional<String> told = access == Access.OPEN ? Optional.empty() : key;
        return new Running(AdoptedServer.of(there, told, limits), engine, OptionalLong::empty);
    }

    private static LaunchFailed failed(String engine, String what, String next) {
        return new LaunchFailed(
                new LoadFailure(
                        LoadFailure.Kind.FAILED,
                        what + " " + next,
                        NOT_REACHABLE,
                        false,
                        OptionalInt.empty(),
                        List.of()),
                engine);
    }

    /// Where the system tells. Asked before anything else: a question would wait for its own
    /// answer.
    private static boolean isOurs(ListenHost at, int port) {
        return at.owner(port).filter(it -> it.pid() == ProcessHandle.current().pid()).isPresent();
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
