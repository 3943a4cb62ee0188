package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Engines of which only the notes of a dead gateway know.
@Timeout(60)
class OrphansIT {

    @TempDir Path folder;

    private final List<Process> started = new ArrayList<>();
    private FakeLlamaServer fake;
    private ChildRegistry registry;

    @BeforeEach
    void install() throws IOException {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        registry = new ChildRegistry(folder.resolve("run"));
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void anOrphanThatEndsWhenItIsAskedIsNotForced() throws Exception {
        Process orphan = orphan();

        List<Orphans.Reaped> reaped = Orphans.reap(folder.resolve("run"));

        assertThat(reaped).extracting(Orphans.Reaped::forced).containsExactly(false);
        assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(orphan.exitValue()).isZero();
        assertThat(registry.entries()).isEmpty();
    }

    @Test
    void anOrphanThatIgnoresSigtermIsKilled() throws Exception {
        fake.set("*", "ignoreTerm", true);
        Process orphan = orphan();

        List<Orphans.Reaped> reaped = Orphans.reap(folder.resolve("run"));

        assertThat(reaped)
                .extracting(Orphans.Reaped::pid, Orphans.Reaped::model, Orphans.Reaped::forced)
                .containsExactly(tuple(orphan.pid(), "alpha", true));
        assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(orphan.exitValue()).as("SIGKILL").isEqualTo(137);
        assertThat(registry.entries()).isEmpty();
    }

    @Test
    void whatADeadChildLeftIsEndedByItsMarkAndNothingElse() throws Exception {
        Process stray = sleep(Map.of(ProcessTree.MARK, "0123456789abcdef0123456789abcdef"));
        Process other = sleep(Map.of(ProcessTree.MARK, "ffffffffffffffffffffffffffffffff"));
        Process dead = sleep(Map.of());
        registry.add(
                ChildRegistry.Entry.of(
                        dead.toHandle(),
                        "alpha",
                        1234,
                        fake.binary(),
                        "0123456789abcdef0123456789abcdef"));
        dead.destroyForcibly().waitFor();

        assertThat(Orphans.reap(folder.resolve("run"))).isEmpty();

        assertThat(stray.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(other.isAlive()).isTrue();
        assertThat(registry.entries()).isEmpty();
    }

    private Process sleep(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /// A ready engine with a note. Its stdin stays open, so it does not end by itself.
    private Process orphan() throws IOException {
        int port = freePort();
        Process engine =
                new ProcessBuilder(
                                fake.binary().toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--alias",
                                "alpha")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        started.add(engine);
        await().until(() -> !fake.events("ready").isEmpty());
        registry.add(ChildRegistry.Entry.of(engine.toHandle(), "alpha", port, fake.binary()));
        return engine;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
