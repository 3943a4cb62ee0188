package dev.recua.gateway.it.breakage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The real llama-server of tests tagged `real`: `RECUA_TEST_ENGINE`, else the one that
/// `scripts/get-test-engine.sh` has installed.
final class RealServer {
    private RealServer() {}

    /// Its path. Without one the test is skipped, or fails where real tests are required.
    static Path path() {
        String mode =
                variable("RECUA_TEST_REAL")
                        .orElse(variable("CI").orElse("").equals("true") ? "required" : "auto");
        if (mode.equals("off")) Assumptions.abort("RECUA_TEST_REAL is off");
        Path path =
                variable("RECUA_TEST_ENGINE")
                        .map(Path::of)
                        .orElseGet(() -> cache().resolve("recua-test/engine/bin/llama-server"));
        if (Files.isExecutable(path)) return path;
        String missing = "no llama-server at " + path + ": run scripts/get-test-engine.sh";
        if (mode.equals("required")) throw new IllegalStateException(missing);
        return Assumptions.abort(missing);
    }

    private static Path cache() {
        return variable("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
