package dev.recua.supervisor.child;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// What to run.
///
/// @param model        id of the model, for messages and the registry
/// @param binary       the llama-server
/// @param argsForPort  its arguments for a port; asked again when a port was taken meanwhile
/// @param env          added to the environment that the child inherits (which loses every
///     `LLAMA_*` first)
/// @param logFile      where its log lines go, rotated; empty = memory only
/// @param limits       how long things may take
/// @param configFolder an own folder for `XDG_CONFIG_HOME`, so that no `llama.cpp/config.ini` of
///     the user is read
/// @param runFolder    the folder whose `children/<pid>.json` tells the next gateway what this
///     one left behind
/// @param host         where it listens; must be what the arguments say (`--host`)
/// @param port         which port it listens on
/// @param key          which key it demands
public record ChildSpec(
        String model,
        Path binary,
        IntFunction<List<String>> argsForPort,
        Map<String, String> env,
        Optional<Path> logFile,
        ChildLimits limits,
        Path configFolder,
        Path runFolder,
        ListenHost host,
        PortChoice port,
        KeyChoice key) {

    public ChildSpec {
        if (model.isBlank()) throw new IllegalArgumentException("model is blank");
        env = Map.copyOf(env);
    }

    /// Without the values of its environment, and without its key.
    @Override
    public String toString() {
        return "ChildSpec[%s, binary=%s, env=%s, host=%s, port=%s, key=%s]"
                .formatted(model, binary, env.keySet(), host, port, key);
    }

    /// On a free port of 127.0.0.1, with a random key.
    public ChildSpec(
            String model,
            Path binary,
            IntFunction<List<String>> argsForPort,
            Map<String, String> env,
            Optional<Path> logFile,
            ChildLimits limits,
            Path configFolder,
            Path runFolder) {
        this(
                model,
                binary,
                argsForPort,
                env,
                logFile,
                limits,
                configFolder,
                runFolder,
                ListenHost.LOOPBACK,
                PortChoice.any(),
                KeyChoice.random());
    }

    /// The same at another address, which the arguments must name, too.
    public ChildSpec at(ListenHost otherHost, PortChoice otherPort) {
        return with(otherHost, otherPort, key);
    }

    /// The same with another port.
    public ChildSpec withPort(PortChoice other) {
        return with(host, other, key);
    }

    /// The same with another key.
    public ChildSpec withKey(KeyChoice other) {
        return with(host, port, other);
    }

    private ChildSpec with(ListenHost otherHost, PortChoice otherPort, KeyChoice otherKey) {
        return new ChildSpec(
                model,
                binary,
                argsForPort,
                env,
                logFile,
                limits,
                configFolder,
                runFolder,
                otherHost,
                otherPort,
                otherKey);
    }
}
