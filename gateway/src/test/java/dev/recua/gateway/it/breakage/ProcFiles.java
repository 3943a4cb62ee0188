package dev.recua.gateway.it.breakage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What Linux tells about processes and sockets.
final class ProcFiles {
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

    /// Whether a connection to this port holds bytes that its server has not read.
    static boolean hasUnreadBytes(int port) throws IOException {
        String local = ":%04X".formatted(port);
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/tcp"))) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[1].endsWith(local) && fields[3].equals("01"))
                    .anyMatch(fields -> !fields[4].endsWith(":00000000"));
        }
    }

    /// Sends a signal by its name.
    static void signal(ProcessHandle process, String name)
            throws IOException, InterruptedException {
        int status =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (status != 0) throw new IOException("kill -" + name + " " + process.pid());
    }

    private static String read(ProcessHandle process, String file) throws IOException {
        return Files.readString(
                Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.UTF_8);
    }
}
