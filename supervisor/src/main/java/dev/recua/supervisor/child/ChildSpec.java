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
public record ChildSpec(
        String model,
        Path binary,
        IntFunction<List<String>> argsForPort,
        Map<String, String> env,
        Optional<Path> logFile,
        ChildLimits limits,
        Path configFolder,
        Path runFolder) {

    public ChildSpec {
        if (model.isBlank()) throw new IllegalArgumentException("model is blank");
        env = Map.copyOf(env);
    }
}
