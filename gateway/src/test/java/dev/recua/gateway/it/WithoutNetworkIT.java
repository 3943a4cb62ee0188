package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recua is local: with an engine there, it needs no network at all. Shown in a network namespace
/// that has a loopback and nothing else.
@NeedsRealEngine
class WithoutNetworkIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @Test
    void anAnswerNeedsNothingButLoopback() {
        var recua = PackagedRecua.in(folder).engine(RealEngine.path()).without("RECUA_OFFLINE");
        assumeTrue(
                isolated(recua, List.of("true")).status() == 0,
                "this user may not make a network namespace (unshare, ip)");

        Ended ended =
                isolated(
                        recua,
                        Distribution.command(
                                List.of(
                                        "run",
                                        "recua-tiny",
                                        "--temperature",
                                        "0",
                                        "What day comes after Monday?")));

        assertThat(ended.expect(0).out()).isEqualTo("Tuesday.\n");
    }

    private static Ended isolated(PackagedRecua recua, List<String> command) {
        var words =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--net",
                                "sh",
                                "-c",
                                "ip link set lo up && exec \"$@\"",
                                "sh"));
        words.addAll(command);
        return Ended.of(recua.processBuilder(words), LIMIT);
    }
}
