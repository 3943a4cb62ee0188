package dev.recua.supervisor.endurance;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What this JVM holds, as Linux and its own thread dump show it.
///
/// @param threads     platform and virtual ones
/// @param descriptors open files, pipes and sockets
/// @param processes   descendants
/// @param folders     of servers in the folder for temporary files, which the build gives this JVM
///     alone
record Held(long threads, long descriptors, long processes, long folders) {
    static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /// A leak counts with the cycles; a thread of the JVM's or of the test's own does not.
    private static final int A_FEW = 8;

    static Held now() throws IOException {
        long processes = ProcessHandle.current().descendants().count();
        return new Held(threadCount(), count(DESCRIPTORS, ""), processes, folderCount());
    }

    /// Whether this is no more than `before`, but for what the JVM itself may have taken.
    boolean isLike(Held before) {
        return threads <= before.threads + A_FEW
                && descriptors <= before.descriptors + A_FEW
                && processes <= before.processes
                && folders <= before.folders;
    }

    /// From a thread dump: nothing else counts virtual threads.
    private static long threadCount() throws IOException {
        Path folder = Files.createTempDirectory("recua-threads");
        Path dump = folder.resolve("dump.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(dump).lines().filter(l -> l.matches("#\\d+ .*")).count();
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(folder);
        }
    }

    private static long folderCount() throws IOException {
        return count(Path.of(System.getProperty("java.io.tmpdir")), "recua-llama-server-");
    }

    private static long count(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix)).count();
        }
    }
}
