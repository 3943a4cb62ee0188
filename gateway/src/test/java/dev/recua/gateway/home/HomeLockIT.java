package dev.recua.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.home.HomeLock.Acquired;
import dev.recua.gateway.home.HomeLock.Held;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The lock between real processes.
@Timeout(60)
class HomeLockIT {
    @TempDir Path run;

    @Test
    void aKilledHolderLetsTheNextOneIn() throws Exception {
        Process holder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LockHolder.class.getName(),
                                run.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var said = holder.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held");
            assertThat(HomeLock.acquire(run)).isInstanceOf(Held.class);

            holder.destroyForcibly();

            assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
            try (var next = (Acquired) HomeLock.acquire(run)) {
                assertThat(next).isNotNull();
            }
        } finally {
            holder.destroyForcibly();
        }
    }
}
