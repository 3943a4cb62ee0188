package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PortOwnerTest {

    /// As the kernel writes it: 127.0.0.1:8080 listens, and a connection to 8081 is open.
    private static final String TCP =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0000000000000000 100 0 0 10 0
               1: 0100007F:1F91 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 4343 1 0000000000000000 20 4 30 10 -1
            """;

    private static final String TCP6 =
            """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4444 1 0000000000000000 100 0 0 10 0
               1: 0000000000000000FFFF00000100007F:0BB9 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4545 1 0000000000000000 100 0 0 10 0
            """;

    @TempDir Path proc;

    /// The tables are those of a machine with the low byte first, as nearly all are.
    @Test
    void theListenerIsNamedByTheSocketThatItHolds() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), TCP);
        Files.writeString(proc.resolve("net/tcp6"), TCP6);
        process(17, "cat", "socket:[1]");
        process(4312, "python3", "socket:[4242]");
        process(4313, "node", "socket:[4444]");
        process(4314, "curl", "socket:[4343]");
        process(4315, "java", "socket:[4545]");

        assertThat(owner("127.0.0.1", 8080)).hasValue(new PortOwner(4312, "python3"));
        assertThat(owner("0.0.0.0", 8080)).hasValue(new PortOwner(4312, "python3"));
        assertThat(owner("127.0.0.2", 8080)).as("listens elsewhere").isEmpty();
        assertThat(owner("127.0.0.1", 3000)).hasValue(new PortOwner(4313, "node"));
        assertThat(owner("::1", 3000)).hasValue(new PortOwner(4313, "node"));
        assertThat(owner("127.0.0.1", 3001)).as("mapped").hasValue(new PortOwner(4315, "java"));
        assertThat(owner("127.0.0.1", 8081)).as("a client's end of it").isEmpty();
        assertThat(owner("127.0.0.1", 8082)).isEmpty();
        assertThat(new PortOwner(4312, "python3").describe()).isEqualTo("python3 (pid 4312)");
    }

    @Test
    void whereTheSystemDoesNotTellNobodyIsNamed() throws IOException {
        assertThat(owner("127.0.0.1", 8080)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ourOwnListenerIsUs() throws IOException {
        try (ServerSocket ours = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.of(ours.getInetAddress(), ours.getLocalPort()))
                    .map(PortOwner::pid)
                    .hasValue(ProcessHandle.current().pid());
        }
    }

    private Optional<PortOwner> owner(String address, int port) throws IOException {
        return PortOwner.of(InetAddress.getByName(address), port, proc);
    }

    private void process(long pid, String name, String socket) throws IOException {
        Path home = Files.createDirectories(proc.resolve(Long.toString(pid)).resolve("fd"));
        Files.writeString(home.resolveSibling("comm"), name + "\n");
        Files.createSymbolicLink(home.resolve("0"), Path.of("/dev/null"));
        Files.createSymbolicLink(home.resolve("3"), Path.of(socket));
    }
}
