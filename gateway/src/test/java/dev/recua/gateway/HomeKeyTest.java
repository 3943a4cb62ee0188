package dev.recua.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.home.GatewayFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeKeyTest {
    @TempDir Path home;

    @BeforeEach
    void aHomeWithAKey() throws IOException {
        Files.createDirectories(home.resolve("run"));
        write("api-key: of-the-file");
    }

    @Test
    void whileItsGatewayRunsItIsTheKeyOfItsConfiguration() throws IOException {
        announce(ProcessHandle.current().pid(), Instant.now());

        assertThat(key(Map.of())).hasValue("of-the-file");
        assertThat(key(Map.of("RECUA_API_KEY", "of-the-environment")))
                .hasValue("of-the-environment");
        write("listen: 127.0.0.1:0");
        assertThat(key(Map.of())).isEmpty();
    }

    @Test
    void aConfigurationThatCannotBeReadGivesNone() throws IOException {
        announce(ProcessHandle.current().pid(), Instant.now());
        write("api-key: [");

        assertThat(key(Map.of())).isEmpty();
    }

    /// Another program may have its port by now.
    @Test
    void aGatewayThatDiedGetsNone() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(key(Map.of())).as("without a run file").isEmpty();
        announce(ended.pid(), Instant.now());
        assertThat(key(Map.of())).as("its process is gone").isEmpty();
        announce(ProcessHandle.current().pid(), Instant.EPOCH);
        assertThat(key(Map.of())).as("its pid belongs to another process").isEmpty();
    }

    private Optional<String> key(Map<String, String> environment) {
        return new HomeKey(environment).apply(Optional.of(home));
    }

    private void write(String yaml) throws IOException {
        Files.writeString(home.resolve("config.yaml"), yaml + "\n");
    }

    private void announce(long pid, Instant startedAt) throws IOException {
        new GatewayFile(pid, startedAt, URI.create("http://127.0.0.1:1"), "1.2.3")
                .write(home.resolve("run"));
    }
}
