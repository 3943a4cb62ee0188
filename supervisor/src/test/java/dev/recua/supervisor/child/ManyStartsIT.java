package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.recua.supervisor.child.StartOutcome.Ready;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Starts and stops without end. With the real engine: it starts faster than the fake, which is a
/// JVM.
@Tag("real")
@Timeout(120)
class ManyStartsIT {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int WARM_UP = 3;
    private static final int CYCLES = 100;

    /// A leak counts with the starts; a thread of the JVM's or of the test's own does not.
    private static final int A_FEW = CYCLES / 10;

    @TempDir Path home;

    private int dumps;

    /// What a process holds.
    ///
    /// @param threads     platform and virtual ones
    /// @param descriptors open files, pipes and sockets
    /// @param processes   descendants
    private record Held(long threads, long descriptors, long processes) {
        /// Whether it holds no more than before, but for what the JVM itself may have taken.
        boolean isLike(Held before) {
            return threads < before.threads + A_FEW
                    && descriptors < before.descriptors + A_FEW
                    && processes <= before.processes;
        }
    }

    @BeforeEach
    void find() {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        assumeThat(DESCRIPTORS).as("only Linux shows them").isDirectory();
    }

    @Test
    void aHundredStartsAndStopsLeakNoThreadNoDescriptorAndNoProcess() throws Exception {
        for (int i = 0; i < WARM_UP; i++) startAndStop();
        Held before = held();

        for (int i = 0; i < CYCLES; i++) startAndStop();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> {
                            Held now = held();
                            assertThat(now.isLike(before))
                                    .as("before %s, after %d starts %s", before, CYCLES, now)
                                    .isTrue();
                        });
    }

    private void startAndStop() throws Exception {
        Child child = Child.launch(TinyChild.spec(RealEngine.path(), home));
        assertThat(child.started().get(60, TimeUnit.SECONDS)).isInstanceOf(Ready.class);
        Exit exit = child.stop(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        // 0, or 143 when SIGTERM comes before llama-server listens to it, a moment after /health.
        assertThat(exit.isCrash()).as("%s", exit).isFalse();
    }

    private Held held() throws IOException {
        long processes = ProcessHandle.current().descendants().count();
        try (var open = Files.list(DESCRIPTORS)) {
            return new Held(threads(), open.count(), processes);
        }
    }

    /// From a thread dump: nothing else counts virtual threads.
    private long threads() throws IOException {
        Path dump = home.resolve("threads-" + dumps++ + ".txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Files.readString(dump).lines().filter(l -> l.matches("#\\d+ .*")).count();
    }
}
