package dev.recua.supervisor.engine;

import dev.recua.testkit.Golden;

/// The captured llama-server 0.7.0 (build 11669), as the engine room sees it.
public final class Captured {
    /// What its `--version` prints.
    public static final String VERSION = Golden.text("llama-server-0.7.0/version.txt");

    /// What its `--help` prints.
    public static final String HELP = Golden.text("llama-server-0.7.0/help.txt");

    private Captured() {}

    /// What that server is and knows.
    public static EngineFacts facts() {
        return EngineFacts.parse(VERSION, HELP).orElseThrow();
    }

    /// The same options under another version.
    public static EngineFacts facts(String version, int build) {
        return new EngineFacts(version, build, "abc", "", facts().flags());
    }
}
