package dev.recua.gateway.it.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a process at rest holds, as Linux and its own thread dump show it.
///
/// @param platform    threads of the system, without the workers of Vert.x: a pool that grows by
/// one
///     with each task until it has 20, so that it may be half full before and full after
/// @param virtual     virtual threads
/// @param descriptors open files, pipes and sockets, without what the JVM opens once for whoever
///     asks it for a dump
/// @param open        what the descriptors are, by kind, for people
/// @param processes   living processes that have its home in their command line, without itself
public record Held(
        int platform,
        int virtual,
        int descriptors,
        TreeMap<String, Integer> open,
        List<String> processes) {

    /// A leak counts with the faults; a thread of the JVM's own, or one that waits for its next
    /// task for some seconds, does not.
    private static final int A_FEW = 8;

    /// How the threads of that pool are called.
    private static final String WORKER = "\"vert.x-worker-thread-";

    /// Whether it holds no more than before, but for what the JVM itself may have taken.
    public boolean isLike(Held before) {
        return platform <= before.platform + A_FEW
                && virtual <= before.virtual + A_FEW
                && descriptors <= before.descriptors + A_FEW
                && processes.size() <= before.processes.size();
    }

    /// Looks.
    ///
    /// @param home     names everything that belongs to it
    /// @param javaHome of a JDK like the one that it runs on
    static Held by(ProcessHandle process, Path home, Path javaHome)
            throws IOException, InterruptedException {
        Path dump = Files.createTempFile("recua-chaos", ".threads");
        try {
            List<String> threads = threads(process, dump, javaHome);
            long virtual = threads.stream().filter(line -> line.contains(" virtual")).count();
            TreeMap<String, Integer> open = descriptors(process);
            return new Held(
                    (int) (threads.size() - virtual),
                    (int) virtual,
                    open.values().stream().mapToInt(Integer::intValue).sum(),
                    open,
                    others(process, home));
        } finally {
            Files.deleteIfExists(dump);
        }
    }

    private static List<String> threads(ProcessHandle process, Path dump, Path javaHome)
            throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(
                                javaHome.resolve("bin/jcmd").toString(),
                                Long.toString(process.pid()),
                                "Thread.dump_to_file",
                                "-overwrite",
                                dump.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) throw new IOException("jcmd: " + said);
        return Files.readString(dump)
                .lines()
                .filter(line -> line.matches("#\\d+ .*"))
                .filter(line -> !line.contains(WORKER))
                .toList();
    }

    private static TreeMap<String, Integer> descriptors(ProcessHandle process) throws IOException {
        var kinds = new TreeMap<String, Integer>();
        try (Stream<Path> links =
                Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path link : links.toList()) {
                try {
                    String target = Files.readSymbolicLink(link).toString();
                    kinds.merge(kind(target), 1, Integer::sum);
                } catch (NoSuchFileException closed) {
                    // Closed meanwhile, such as the one that lists.
                }
            }
        }
        return kinds;
    }

    /// `socket`, `pipe`, or the name of a file: where it lies is this machine's business.
    private static String kind(String target) {
        return target.replaceFirst(":\\[\\d+]$", "").replaceFirst("^/.*/(?=[^/])", "");
    }

    private static List<String> others(ProcessHandle process, Path home) throws IOException {
        var others = new ArrayList<String>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path one : all) {
                long pid = Long.parseLong(one.getFileName().toString());
                if (pid == process.pid() || pid == ProcessHandle.current().pid()) continue;
                String line = commandLine(one);
                if (line.contains(home.toString())) others.add(pid + " " + line);
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException(e);
        }
        return others;
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).replace('\0', ' ').strip();
        } catch (IOException gone) {
            return "";
        }
    }
}
