package dev.recua.gateway.it.stress;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The gateway under stress, as Linux and its own address show it.
///
/// @param url      its address
/// @param process  itself
/// @param engines  gives its engines that are alive
/// @param javaHome of a JDK like the one that it runs on
public record Subject(
        URI url, ProcessHandle process, Supplier<Set<ProcessHandle>> engines, Path javaHome) {
    private static final String ESTABLISHED = "01";
    private static final String CLOSE_WAIT = "08";

    int port() {
        return url.getPort();
    }

    /// Resident memory in KiB.
    long rss() throws IOException {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Open files, sockets and pipes.
    int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(proc("fd"))) {
            return (int) open.count();
        }
    }

    /// Connections to its address that it has not closed.
    long connections() throws IOException {
        return lines("/proc/net/tcp", "/proc/net/tcp6")
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[1].endsWith(":%04X".formatted(port())))
                .filter(fields -> fields[3].equals(ESTABLISHED) || fields[3].equals(CLOSE_WAIT))
                .count();
    }

    /// Bytes of objects that are in use, counted after a full collection, which this causes.
    long liveHeap() throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(
                                javaHome.resolve("bin/jcmd").toString(),
                                Long.toString(process.pid()),
                                "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        List<String> total = text.lines().filter(line -> line.startsWith("Total")).toList();
        if (total.size() != 1) throw new IOException("jcmd says no total: " + text);
        return Long.parseLong(total.getFirst().strip().split("\\s+")[2]);
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    private static Stream<String> lines(String... files) throws IOException {
        Stream<String> all = Stream.of();
        for (String file : files) {
            if (Files.exists(Path.of(file))) {
                all = Stream.concat(all, Files.readAllLines(Path.of(file)).stream());
            }
        }
        return all;
    }
}
