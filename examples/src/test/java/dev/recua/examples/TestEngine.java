package dev.recua.examples;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The real llama-server for tests: `RECUA_TEST_ENGINE`, else what `scripts/get-test-engine.sh`
/// brings. Required when `CI=true` or `RECUA_TEST_REAL=required`; else a test without one is
/// skipped, with the reason.
final class TestEngine {
    private TestEngine() {}

    static Path binary() {
        Map<String, String> env = System.getenv();
        if ("off".equals(env.get("RECUA_TEST_REAL"))) return abort("RECUA_TEST_REAL=off");
        var named = Optional.ofNullable(env.get("RECUA_TEST_ENGINE"));
        var found =
                Program.run(
                        named.map(path -> Map.of("RECUA_TEST_ENGINE", path)).orElse(Map.of()),
                        List.of("scripts/get-test-engine.sh"));
        if (found.exitCode() == 0) return Path.of(found.out().strip());
        boolean required =
                "true".equals(env.get("CI")) || "required".equals(env.get("RECUA_TEST_REAL"));
        if (required) throw new AssertionError("no engine for tests: " + found.err());
        return abort("no engine for tests here: " + found.err());
    }
}
