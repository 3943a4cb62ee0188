package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
    @TempDir Path run;

    @Test
    void withoutOptionsEverythingIsLeftToTheConfiguration() {
        var inMemory = new InMemory(run);

        assertThat(inMemory.run("serve").code()).isZero();

        assertThat(inMemory.served)
                .containsExactly(
                        new ServeOptions(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                false));
    }

    @Test
    void everyOptionReachesTheLauncher() {
        var inMemory = new InMemory(run);

        inMemory.run(
                "--home",
                "h",
                "serve",
                "--listen",
                "0.0.0.0:0",
                "--config",
                "c.yaml",
                "--engine",
                "bin/llama-server",
                "--insecure",
                "--offline");

        assertThat(inMemory.served)
                .containsExactly(
                        new ServeOptions(
                                Optional.of(Path.of("h")),
                                Optional.of("0.0.0.0:0"),
                                Optional.of(Path.of("c.yaml")),
                                Optional.of(Path.of("bin/llama-server")),
                                true,
                                true));
    }

    @Test
    void theHomeMayBeNamedAfterTheCommandToo() {
        var inMemory = new InMemory(run);

        inMemory.run("serve", "--home", "h");

        assertThat(inMemory.served.getFirst().home()).contains(Path.of("h"));
    }

    @Test
    void theLaunchersExitCodeIsTheProcesss() {
        var inMemory = new InMemory(run);
        inMemory.serveCode = ExitCode.IN_USE.code();

        assertThat(inMemory.run("serve").code()).isEqualTo(7);
    }
}
