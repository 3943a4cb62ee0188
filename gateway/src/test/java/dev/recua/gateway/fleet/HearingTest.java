package dev.recua.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recua.supervisor.child.ListenHost;
import dev.recua.supervisor.server.AdoptedServer;
import dev.recua.supervisor.server.Adoption;
import dev.recua.supervisor.server.ServerFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HearingTest {
    /// An address of this machine beside the usual one.
    private static final String ELSEWHERE = "127.0.0.2";

    private final Hearing hearing = new Hearing(Duration.ZERO);
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    /// A server of somebody else at another address was asked for on loopback, where nobody
    /// listens:
    /// each connection that it broke made it look dead.
    @Test
    void aServerElsewhereIsTriedWhereItIs() throws Exception {
        try (var there = new ServerSocket()) {
            assumeTrue(binds(there), ELSEWHERE + " is no address of this machine");
            there.setSoTimeout(10_000);

            hearing.test(1, at(there.getLocalPort()), ended::complete);

            assertThat(there.accept().isConnected()).isTrue();
        }
        assertThat(ended).isNotDone();
    }

    @Test
    void whoListensOnLoopbackDoesNotSpeakForIt() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var elsewhere = new ServerSocket()) {
            assumeTrue(binds(elsewhere), ELSEWHERE + " is no address of this machine");

            hearing.test(1, at(other.getLocalPort()), ended::complete);

            assertThat(ended.get(10, TimeUnit.SECONDS))
                    .isEqualTo("it takes no connections any more");
        }
    }

    private static boolean binds(ServerSocket socket) {
        try {
            socket.bind(new InetSocketAddress(ELSEWHERE, 0));
            return true;
        } catch (IOException notHere) {
            return false;
        }
    }

    private static Running at(int port) {
        var facts =
                new ServerFacts(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ServerFacts.Access.OPEN);
        var there =
                new Adoption.LlamaServerThere(
                        new ListenHost(ELSEWHERE), port, Optional.empty(), facts);
        return new Running(AdoptedServer.of(there), "engine", OptionalLong::empty);
    }
}
