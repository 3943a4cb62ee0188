package dev.recua.supervisor.engine.io;

import java.util.Set;

/// Which variables of ours no program that we start inherits: settings that were meant for another
/// llama-server, and what was told to Recua alone, secrets among it.
public final class Inherited {
    /// Tokens that Recua itself reads from its environment.
    private static final Set<String> SECRETS = Set.of("HF_TOKEN", "GH_PAT");

    private Inherited() {}

    /// Whether this variable stays with us.
    public static boolean isOursAlone(String variable) {
        return variable.startsWith("LLAMA_")
                || variable.startsWith("RECUA_")
                || SECRETS.contains(variable);
    }
}
