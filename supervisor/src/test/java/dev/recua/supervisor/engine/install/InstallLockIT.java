package dev.recua.supervisor.engine.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallLockIT {
    /// Holds the lock until it is killed.
    private static final String HOLDER =
            """
            import java.nio.channels.FileChannel;
            import java.nio.file.*;

            class Holder {
                public static void main(String[] args) throws Exception {
                    var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    channel.lock();
                    System.out.println("held");
                    System.in.read();
                }
            }
            """;

    @TempDir Path folder;

    @Test
    void anotherProcessKeepsUsOutUntilItDies() throws Exception {
        Path source = Files.writeString(folder.resolve("Holder.java"), HOLDER);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process holder =
                new ProcessBuilder(
                                java, source.toString(), folder.resolve(".install.lock").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var waits = new AtomicInteger();
        try {
            var out =
                    new BufferedReader(
                            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
            assertThat(out.readLine()).isEqualTo("held");

            var refused =
                    InstallLock.take(
                            folder,
                            Duration.ofMillis(50),
                            Duration.ofMillis(5),
                            waits::incrementAndGet);
            assertThat(refused).isEmpty();
            assertThat(waits).hasValue(1);
        } finally {
            holder.destroyForcibly();
            holder.waitFor();
        }

        var taken =
                InstallLock.take(
                        folder,
                        Duration.ofSeconds(30),
                        Duration.ofMillis(5),
                        waits::incrementAndGet);
        try (InstallLock lock = taken.orElseThrow()) {
            assertThat(lock.waited()).isFalse();
        }
    }
}
