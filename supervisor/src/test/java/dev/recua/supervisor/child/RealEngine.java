package dev.recua.supervisor.child;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The real llama-server and the bundled model, or the reason why a test is skipped.
final class RealEngine {

    private RealEngine() {}

    /// `RECUA_TEST_ENGINE`, else the `llama-server` on the PATH. Required when `CI=true` or
    /// `RECUA_TEST_REAL=required`.
    static Path binary() {
        Map<String, String> env = System.getenv();
        String wish =
                env.getOrDefault(
                        "RECUA_TEST_REAL", "true".equals(env.get("CI")) ? "required" : "auto");
        assumeTrue(!wish.equals("off"), "RECUA_TEST_REAL=off");
        Optional<Path> found = candidates(env).stream().filter(Files::isExecutable).findFirst();
        if (wish.equals("required")) {
            return found.orElseThrow(
                    () -> new AssertionError("no llama-server: set RECUA_TEST_ENGINE to one"));
        }
        assumeTrue(
                found.isPresent(),
                "no llama-server: set RECUA_TEST_ENGINE to one, or put one on the PATH");
        return found.orElseThrow();
    }

    /// The bundled model, from whichever folder of the repository the tests run in.
    static Path model() {
        Path name = Path.of("bundled", "recua-tiny-3m-instruct-q8_0.gguf");
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(name))) return at.resolve(name);
        }
        throw new AssertionError("no " + name + " above " + Path.of("").toAbsolutePath());
    }

    /// A spec for it with its notes and logs below `home`.
    static ChildSpec spec(Path binary, Path home) {
        Path model = model();
        return new ChildSpec(
                "recua:3m-instruct",
                binary,
                port ->
                        List.of(
                                "--model",
                                model.toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--alias",
                                "recua:3m-instruct",
                                "--ctx-size",
                                "512",
                                "--sse-ping-interval",
                                "5"),
                Map.of(),
                Optional.of(home.resolve("logs/real.log")),
                ChildLimits.DEFAULT,
                home.resolve("config"),
                home.resolve("run"));
    }

    private static List<Path> candidates(Map<String, String> env) {
        List<Path> candidates = new ArrayList<>();
        String given = env.get("RECUA_TEST_ENGINE");
        if (given != null) candidates.add(Path.of(given));
        for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            candidates.add(Path.of(folder, "llama-server"));
        }
        return candidates;
    }
}
