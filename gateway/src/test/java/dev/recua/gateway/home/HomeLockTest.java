package dev.recua.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.home.HomeLock.Acquired;
import dev.recua.gateway.home.HomeLock.Held;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir Path run;

    @Test
    void onlyOneIsLetInUntilItLeaves() throws IOException {
        try (var first = (Acquired) HomeLock.acquire(run)) {
            assertThat(first).isNotNull();
            assertThat(HomeLock.acquire(run)).isEqualTo(new Held(Optional.empty(), run));
        }
        try (var second = (Acquired) HomeLock.acquire(run)) {
            assertThat(second).isNotNull();
        }
    }

    @Test
    void theSecondSaysWhoIsInAndTouchesNothing() throws IOException {
        try (var first = (Acquired) HomeLock.acquire(run)) {
            new GatewayFile(77, Instant.EPOCH, URI.create("http://127.0.0.1:8091"), "0.1.0")
                    .write(run);
            var before = Files.getLastModifiedTime(GatewayFile.in(run));

            var second = (Held) HomeLock.acquire(run);

            assertThat(first).isNotNull();
            assertThat(second.message())
                    .isEqualTo(
                            "another gateway uses this home (pid 77 serves http://127.0.0.1:8091, "
                                    + run
                                    + "). Stop it first, or set RECUA_HOME to another folder.");
            assertThat(Files.getLastModifiedTime(GatewayFile.in(run))).isEqualTo(before);
        }
    }

    @Test
    void whoIsStillStartingIsToldSo() {
        assertThat(new Held(Optional.empty(), run).message()).contains("it is still starting");
    }
}
