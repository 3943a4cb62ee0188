package dev.recua.gateway.it;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// OpenAI's and Anthropic's clients for Node, as npm installs them, and the scripts of
/// `src/test/npm` that ask with them.
final class NodeClients {
    private static final Path SOURCES = Distribution.testSources().resolve("npm");
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(3);
    private static final Duration ASK_LIMIT = Duration.ofMinutes(4);

    private NodeClients() {}

    /// Serves two gateways, one open and one strict, and lets a script ask both; what it printed.
    ///
    /// @param script its name without ending
    /// @param home   an empty folder
    static JsonNode ask(String script, Path home) {
        Path folder = installed();
        try (RunningGateway open = serve(home.resolve("open"), ClientModels.yaml());
                RunningGateway strict = serve(home.resolve("strict"), ClientModels.strictYaml())) {
            var node =
                    open.recua()
                            .processBuilder(
                                    List.of(
                                            "node",
                                            folder.resolve(script + ".mjs").toString(),
                                            open.url().toString(),
                                            strict.url().toString(),
                                            ClientModels.KEY));
            return Caller.JSON.readTree(Ended.of(node, ASK_LIMIT).expect(0).out());
        }
    }

    /// Without Node these tests are skipped, unless they are required.
    static boolean areMissingAndMayBe() {
        return !RealEngine.isRequired() && !(isThere("node") && isThere("npm"));
    }

    private static RunningGateway serve(Path home, String config) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PackagedRecua.in(home).engine(RealEngine.path()).config(config).serve();
    }

    /// The folder with scripts and clients, installed by `npm ci` once per lock file.
    static Path installed() {
        try {
            Path folder = Files.createDirectories(Distribution.kept().resolve("npm"));
            boolean current = isInstalled(folder);
            try (Stream<Path> sources = Files.list(SOURCES)) {
                for (Path source : sources.toList()) {
                    Files.copy(
                            source,
                            folder.resolve(source.getFileName()),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (!current) {
                var npm = new ProcessBuilder("npm", "ci").directory(folder.toFile());
                Ended.of(npm, INSTALL_LIMIT).expect(0);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInstalled(Path folder) throws IOException {
        Path lock = folder.resolve("package-lock.json");
        Path npms = folder.resolve("node_modules/.package-lock.json");
        return Files.exists(npms)
                && Files.exists(lock)
                && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
    }

    private static boolean isThere(String program) {
        try {
            return Ended.of(new ProcessBuilder(program, "--version"), ASK_LIMIT).status() == 0;
        } catch (UncheckedIOException _) {
            return false;
        }
    }
}
