package dev.recua.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The real llama-server that tests tagged `real` use, and the model that comes with Recua.
///
/// `RECUA_TEST_ENGINE` names one; else it is the one that `scripts/get-test-engine.sh` has
/// installed. `RECUA_TEST_REAL` says what becomes of such tests: `required` (also with `CI=true`)
/// fails without an engine, after that script has tried; `off` skips them; anything else skips them
/// where there is no engine. Who skips a test tells [#whyNot] as the reason. Any thread.
public final class RealEngine {
    private static final String SCRIPT = "scripts/get-test-engine.sh";
    private static final String MODEL = "bundled/recua-tiny-3m-instruct-q8_0.gguf";

    private RealEngine() {}

    /// Why tests do without it; empty when they do not.
    ///
    /// @throws IllegalStateException when `RECUA_TEST_ENGINE` names what cannot be executed
    public static Optional<String> whyNot() {
        if (isOff()) return Optional.of("RECUA_TEST_REAL is off");
        if (isRequired() || found().isPresent()) return Optional.empty();
        return Optional.of(
                "no llama-server for tests: run %s, or set RECUA_TEST_ENGINE to a binary"
                        .formatted(SCRIPT));
    }

    /// The executable; where none is found, it is installed first, which takes minutes.
    ///
    /// @throws IllegalStateException when there is none and none can be installed
    public static Path path() {
        return found().orElseGet(RealEngine::install);
    }

    /// Whether a test may not be skipped for something that is missing.
    public static boolean isRequired() {
        return mode().equals("required");
    }

    /// Whether nothing that needs a real engine is wanted.
    public static boolean isOff() {
        return mode().equals("off");
    }

    /// The bundled model, in the source tree.
    public static Path model() {
        return inRepository(MODEL);
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
        return variable("XDG_CACHE_HOME").map(Path::of).orElseGet(() -> home().resolve(".cache"));
    }

    private static Path home() {
        return Path.of(variable("HOME").orElse(System.getProperty("user.home")));
    }

    private static Path install() {
        try {
            Process process =
                    new ProcessBuilder(inRepository(SCRIPT).toString())
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

    /// A file of the source tree, from whichever module's folder the tests run in.
    private static Path inRepository(String name) {
        Path start = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(name))) return at.resolve(name);
        }
        throw new IllegalStateException("no %s in %s or above".formatted(name, start));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
