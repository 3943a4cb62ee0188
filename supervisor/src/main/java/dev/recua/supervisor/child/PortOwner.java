package dev.recua.supervisor.child;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The program that listens on a port of this machine.
///
/// Linux tells it: `/proc/net/tcp` and `tcp6` name the socket of a listener, and one of the links
/// in `/proc/<pid>/fd` leads to it. Those links are readable only for processes of the same user
/// (or for root), and other systems have no such files: then nobody is found, which means unknown,
/// not free.
///
/// @param pid     its process
/// @param program its name, as the system shows it
public record PortOwner(long pid, String program) {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENS = "0A";

    /// Who listens on `port`, on whichever of this machine's addresses; empty when unknown.
    public static Optional<PortOwner> of(int port) {
        return of(port, PROC);
    }

    /// @param proc stands for `/proc`
    static Optional<PortOwner> of(int port, Path proc) {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"net/tcp", "net/tcp6"})
            sockets.addAll(listeners(proc.resolve(table), port));
        return sockets.isEmpty() ? Optional.empty() : owner(proc, sockets);
    }

    /// `python3 (pid 4312)`.
    public String describe() {
        return program + " (pid " + pid + ")";
    }

    /// The sockets that listen on `port`, as `socket:[inode]`.
    ///
    /// A line is `sl local remote state tx:rx tr:when retrnsmt uid timeout inode …`, addresses and
    /// ports in hexadecimal digits
    /// ([proc_net_tcp](https://docs.kernel.org/networking/proc_net_tcp.html)).
    private static Set<String> listeners(Path table, int port) {
        Set<String> sockets = new HashSet<>();
        String end = ":%04X".formatted(port);
        try (Stream<String> lines = Files.lines(table)) {
            lines.map(line -> line.strip().split("\\s+", -1))
                    .filter(line -> line.length > 9)
                    .filter(line -> line[1].endsWith(end) && line[3].equals(LISTENS))
                    .forEach(line -> sockets.add("socket:[" + line[9] + "]"));
        } catch (IOException | java.io.UncheckedIOException unknown) {
            return sockets;
        }
        return sockets;
    }

    private static Optional<PortOwner> owner(Path proc, Set<String> sockets) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (!holds(process.resolve("fd"), sockets)) continue;
                long pid = Long.parseLong(String.valueOf(process.getFileName()));
                return Optional.of(new PortOwner(pid, name(process)));
            }
        } catch (IOException unknown) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path descriptors, Set<String> sockets) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (sockets.contains(target(link))) return true;
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException notOurs) {
            return false;
        }
        return false;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException gone) {
            return "a program that has ended";
        }
    }
}
