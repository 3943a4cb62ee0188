package dev.recua.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The real llama-server that tests tagged `real` use.
///
/// `RECUA_TEST_ENGINE` names one; else it is the one that `scripts/get-test-engine.sh` has
/// installed. Where tests must be complete (`RECUA_TEST_REAL=required`, or `CI=true`) that script
/// is run when there is none; elsewhere such tests are skipped, see [NeedsRealEngine].
public final class RealEngine {
    private static final String SCRIPT = "scripts/get-test-engine.sh";

    private RealEngine() {}

    /// Why tests do without it; empty when they do not.
    static Optional<String> whyNot() {
        if (mode().equals("off")) return Optional.of("RECUA_TEST_REAL is off");
        if (isRequired() || found().isPresent()) return Optional.empty();
        return Optional.of(
                "no llama-server for tests: run %s, or set RECUA_TEST_ENGINE to a binary"
                        .formatted(SCRIPT));
    }

    /// Its path, for a test with [NeedsRealEngine].
    public static Path path() {
        return found().orElseGet(RealEngine::install);
    }

    /// Whether a test may not be skipped for something that is missing.
    static boolean isRequired() {
        return mode().equals("required");
    }

    private static String mode() {
        return variable("RECUA_TEST_REAL")
                .orElse(variable("CI").orElse("").equals("true") ? "required" : "auto");
    }

    private static Optional<Path> found() {
        Optional<Path> named = variable("RECUA_TEST_ENGINE").map(Path::of);
        if (named.isPresent()) {
            if (!Files.isExecutable(named.get())) {
                throw new IllegalStateException(
                        "RECUA_TEST_ENGINE is %s, which cannot be executed".formatted(named.get()));
            }
            return named;
        }
        return Optional.of(cache().resolve("recua-test/engine/bin/llama-server"))
                .filter(Files::isExecutable);
    }

    private static Path cache() {
        return variable("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(
                        () ->
                                Path.of(variable("HOME").orElse(System.getProperty("user.home")))
                                        .resolve(".cache"));
    }

    private static Path install() {
        try {
            Process process =
                    new ProcessBuilder(Distribution.repository().resolve(SCRIPT).toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String path =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("%s ended with %d".formatted(SCRIPT, status));
            }
            return Path.of(path.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while installing a llama-server", e);
        }
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
