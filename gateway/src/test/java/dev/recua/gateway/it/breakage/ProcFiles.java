package dev.recua.gateway.it.breakage;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What Linux tells about processes and sockets.
final class ProcFiles {
    private static final String ESTABLISHED = "01";
    private static final String CLOSE_WAIT = "08";

    private ProcFiles() {}

    /// Arguments of a process.
    static List<String> arguments(ProcessHandle process) throws IOException {
        return List.of(read(process, "cmdline").split("\0", -1));
    }

    /// The value of an argument such as `--port`.
    static String argument(ProcessHandle process, String name) throws IOException {
        List<String> arguments = arguments(process);
        return arguments.get(arguments.indexOf(name) + 1);
    }

    /// A variable of a process as it was started.
    static String variable(ProcessHandle process, String name) throws IOException {
        return Stream.of(read(process, "environ").split("\0", -1))
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    /// One connection as its server has it.
    ///
    /// @param client      the other side's port
    /// @param established whether neither side has closed it
    /// @param unread      bytes that the server has not read
    record Connection(int client, boolean established, long unread) {}

    /// Connections to this port that the server has not closed.
    static List<Connection> connections(int port) throws IOException {
        return Stream.concat(lines("tcp"), lines("tcp6"))
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[1].endsWith(":%04X".formatted(port)))
                .filter(fields -> fields[3].equals(ESTABLISHED) || fields[3].equals(CLOSE_WAIT))
                .map(
                        fields ->
                                new Connection(
                                        Integer.parseInt(after(':', fields[2]), 16),
                                        fields[3].equals(ESTABLISHED),
                                        Long.parseLong(after(':', fields[4]), 16)))
                .toList();
    }

    /// Whether a connection to this port holds bytes that its server has not read.
    static boolean hasUnreadBytes(int port) throws IOException {
        return connections(port).stream().anyMatch(connection -> connection.unread() > 0);
    }

    /// Files below `folder` that a process has open, also those that have lost their names.
    static List<String> openBelow(Path folder, ProcessHandle process) throws IOException {
        var open = new ArrayList<String>();
        Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
        try (Stream<Path> links = Files.list(descriptors)) {
            for (Path link : links.toList()) {
                try {
                    open.add(Files.readSymbolicLink(link).toString());
                } catch (NoSuchFileException _) {
                    // closed meanwhile
                }
            }
        }
        return open.stream().filter(file -> file.startsWith(folder + "/")).toList();
    }

    /// Sends a signal by its name. After STOP all threads stand still when it returns: one that
    /// runs
    /// on another core goes on for a moment, and may answer.
    static void signal(ProcessHandle process, String name)
            throws IOException, InterruptedException {
        int status =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (status != 0) throw new IOException("kill -" + name + " " + process.pid());
        if (name.equals("STOP")) await().until(() -> allStand(process));
    }

    private static boolean allStand(ProcessHandle process) throws IOException {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') return false;
            }
            return true;
        }
    }

    private static Stream<String> lines(String table) throws IOException {
        Path file = Path.of("/proc/net", table);
        return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.of();
    }

    private static String after(char mark, String text) {
        return text.substring(text.lastIndexOf(mark) + 1);
    }

    private static String read(ProcessHandle process, String file) throws IOException {
        return Files.readString(
                Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.UTF_8);
    }
}
