package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine that writes log without end does not harm the requests to another model.
class FloodIT {
    private static final int MIB = 1024 * 1024;
    private static final int FLOOD = 100 * MIB;
    private static final int CALLS = 100;

    /// What the product wants is twice as long; what a test on a busy machine can tell from
    /// nothing at all is ten times.
    private static final int MOST_TIMES = 10;

    /// Lines, queues and files of a few MiB, and what the collector leaves for later.
    private static final long MOST_MEMORY_KIB = 96 * 1024;

    /// Two files of 10 MiB, and a line.
    private static final long MOST_LOG = 21L * MIB;

    @TempDir Path folder;

    @Test
    void requestsToAnotherModelGoOnAndMemoryAndDiskStayBounded() throws Exception {
        FakeLlamaServer fake =
                FakeLlamaServer.install(folder.resolve("fake"), Map.of("floodLine", 200));
        Home home = Home.in(folder).config("memory: {max-models: 2}\n").models("noisy", "quiet");
        try (Serving gateway = home.serve(fake.binary())) {
            gateway.chat("noisy");
            long before = median(gateway);
            assertThat(gateway.engines()).as("both are loaded").hasSize(2);

            fake.set("noisy", "flood", FLOOD);
            gateway.chat("noisy");
            Path log = home.recua().resolve("logs/noisy.log.1");
            await("the log is rotated")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Files.exists(log));
            long rss = gateway.rss();
            long during = median(gateway);

            Measured.ms("median answer beside a quiet engine", before);
            Measured.ms("median answer beside an engine that writes 100 MB/s of log", during);
            assertThat(during).isLessThan(MOST_TIMES * before);
            assertThat(gateway.rss()).isLessThan(rss + MOST_MEMORY_KIB);
            assertThat(sizeOf(home.recua().resolve("logs/noisy.log")) + sizeOf(log))
                    .isLessThan(MOST_LOG);
            assertThat(gateway.chat("noisy").statusCode()).as("the noisy one").isEqualTo(200);
            fake.set("noisy", "flood", 0);
        }
    }

    private static long median(Serving gateway) throws Exception {
        for (int i = 0; i < CALLS / 5; i++) gateway.chat("quiet");
        long[] took = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long began = System.nanoTime();
            assertThat(gateway.chat("quiet").statusCode()).isEqualTo(200);
            took[i] = System.nanoTime() - began;
        }
        Arrays.sort(took);
        return took[CALLS / 2];
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
