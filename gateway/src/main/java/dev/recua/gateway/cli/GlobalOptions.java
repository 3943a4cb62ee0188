package dev.recua.gateway.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command has, before or after its name.
final class GlobalOptions {
    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            order = 100,
            description = "Keep everything in this folder (like RECUA_HOME).")
    private @Nullable Path home;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            order = 101,
            description =
                    "The gateway to talk to (like RECUA_URL). Default: the one that runs here, else http://127.0.0.1:8091.")
    private @Nullable String url;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            order = 102,
            description = "Print the result as JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 103,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on the annotation and needs somewhere to write
    private boolean help;

    Optional<Path> home() {
        return Optional.ofNullable(home);
    }

    Optional<String> url() {
        return Optional.ofNullable(url);
    }

    boolean isJson() {
        return json;
    }
}
