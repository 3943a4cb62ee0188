package dev.recua.supervisor.child;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
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

    /// What stands before an IPv4 address in the table for IPv6.
    private static final String MAPPED = hex(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});

    /// Who listens on `port` of `address`, there or on every address; empty when unknown.
    public static Optional<PortOwner> of(InetAddress address, int port) {
        return of(address, port, PROC);
    }

    /// The same with another folder in place of `/proc`.
    static Optional<PortOwner> of(InetAddress address, int port, Path proc) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6"))
            sockets.addAll(listeners(proc.resolve(table), address, port));
        return sockets.isEmpty() ? Optional.empty() : owner(proc, sockets);
    }

    /// `python3 (pid 4312)`.
    public String describe() {
        return program + " (pid " + pid + ")";
    }

    /// The sockets that listen there, as `socket:[inode]`.
    ///
    /// A line is `sl local remote state tx:rx tr:when retrnsmt uid timeout inode …`, addresses and
    /// ports in hexadecimal digits, an address in words of four bytes in the machine's own order
    /// ([proc_net_tcp](https://docs.kernel.org/networking/proc_net_tcp.html)).
    private static Set<String> listeners(Path table, InetAddress address, int port) {
        Set<String> sockets = new HashSet<>();
        String end = ":%04X".formatted(port);
        try (Stream<String> lines = Files.lines(table)) {
            lines.map(line -> line.strip().split("\\s+", -1))
                    .filter(line -> line.length > 9)
                    .filter(line -> line[1].endsWith(end) && line[3].equals(LISTENS))
                    .filter(line -> covers(line[1].substring(0, line[1].indexOf(':')), address))
                    .forEach(line -> sockets.add("socket:[" + line[9] + "]"));
        } catch (IOException | java.io.UncheckedIOException unknown) {
            return sockets;
        }
        return sockets;
    }

    /// Whether who listens on `listened` has `address`, too.
    private static boolean covers(String listened, InetAddress address) {
        String wanted = hex(address.getAddress());
        return address.isAnyLocalAddress()
                || listened.matches("0+")
                || listened.equals(wanted)
                || listened.equals(MAPPED + wanted);
    }

    private static String hex(byte[] address) {
        byte[] words = address.clone();
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN)
            for (int i = 0; i < words.length; i++) words[i] = address[i / 4 * 4 + 3 - i % 4];
        return HexFormat.of().withUpperCase().formatHex(words);
    }

    private static Optional<PortOwner> owner(Path proc, Set<String> sockets) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (!holds(process.resolve("fd"), sockets)) continue;
                long pid = Long.parseLong(String.valueOf(process.getFileName()));
                return Optional.of(new PortOwner(pid, name(process)));
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException unknown) {
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
