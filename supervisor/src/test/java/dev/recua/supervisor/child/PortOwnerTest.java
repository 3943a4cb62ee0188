package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
            """;

    @TempDir Path proc;

    @Test
    void theListenerIsNamedByTheSocketThatItHolds() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), TCP);
        Files.writeString(proc.resolve("net/tcp6"), TCP6);
        process(17, "cat", "socket:[1]");
        process(4312, "python3", "socket:[4242]");
        process(4313, "node", "socket:[4444]");
        process(4314, "curl", "socket:[4343]");

        assertThat(PortOwner.of(8080, proc)).hasValue(new PortOwner(4312, "python3"));
        assertThat(PortOwner.of(3000, proc)).hasValue(new PortOwner(4313, "node"));
        assertThat(PortOwner.of(8081, proc)).as("a client's end of it").isEmpty();
        assertThat(PortOwner.of(8082, proc)).isEmpty();
        assertThat(new PortOwner(4312, "python3").describe()).isEqualTo("python3 (pid 4312)");
    }

    @Test
    void whereTheSystemDoesNotTellNobodyIsNamed() {
        assertThat(PortOwner.of(8080, proc.resolve("none"))).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ourOwnListenerIsUs() throws IOException {
        try (ServerSocket ours = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.of(ours.getLocalPort()))
                    .map(PortOwner::pid)
                    .hasValue(ProcessHandle.current().pid());
        }
    }

    private void process(long pid, String name, String socket) throws IOException {
        Path home = Files.createDirectories(proc.resolve(Long.toString(pid)).resolve("fd"));
        Files.writeString(home.resolveSibling("comm"), name + "\n");
        Files.createSymbolicLink(home.resolve("0"), Path.of("/dev/null"));
        Files.createSymbolicLink(home.resolve("3"), Path.of(socket));
    }
}
