package dev.recua.gateway.metrics;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// What the gateway's own process uses. Asked for at a scrape only: nothing of it costs anything
/// between two scrapes.
final class JvmFigures {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private JvmFigures() {}

    static void addTo(Meters meters) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        meters.gauge(Figure.MEMORY_USED, () -> memory.getHeapMemoryUsage().getUsed(), "heap");
        meters.gauge(Figure.MEMORY_USED, () -> memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
        meters.gauge(
                Figure.MEMORY_COMMITTED, () -> memory.getHeapMemoryUsage().getCommitted(), "heap");
        meters.gauge(
                Figure.MEMORY_COMMITTED,
                () -> memory.getNonHeapMemoryUsage().getCommitted(),
                "nonheap");
        meters.gauge(Figure.MEMORY_MAX, () -> memory.getHeapMemoryUsage().getMax());
        var threads = ManagementFactory.getThreadMXBean();
        meters.gauge(Figure.THREADS, threads::getThreadCount);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(gc -> add(meters, gc));
        var runtime = ManagementFactory.getRuntimeMXBean();
        meters.gauge(Figure.UPTIME, () -> runtime.getUptime() / 1000.0);
        addProcess(meters);
    }

    private static void add(Meters meters, GarbageCollectorMXBean gc) {
        meters.counter(
                Figure.COLLECTIONS, () -> Math.max(0, gc.getCollectionCount()), gc.getName());
        meters.counter(
                Figure.COLLECTION_TIME,
                () -> Math.max(0, gc.getCollectionTime()) / 1000.0,
                gc.getName());
    }

    /// Left out where the system does not tell.
    private static void addProcess(Meters meters) {
        var process = ProcessHandle.current();
        if (process.info().totalCpuDuration().isPresent()) {
            meters.counter(
                    Figure.CPU,
                    () ->
                            process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L)
                                    / 1e9);
        }
        if (Files.isReadable(STATUS)) meters.gauge(Figure.MEMORY, JvmFigures::resident);
    }

    /// `VmRSS:     81234 kB`, from proc(5).
    private static double resident() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
                    .mapToDouble(kib -> Long.parseLong(kib) * 1024.0)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException gone) {
            return Double.NaN;
        }
    }
}
