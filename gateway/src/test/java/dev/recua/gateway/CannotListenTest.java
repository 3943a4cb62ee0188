package dev.recua.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.cli.CommandFailed;
import dev.recua.gateway.cli.ExitCode;
import dev.recua.gateway.config.Listen;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// What `serve` says when its address cannot be opened, by the real system's own failures.
class CannotListenTest {
    @Test
    void aNameThatNobodyKnowsIsSaid() {
        CommandFailed failed = failed("no-such-host.invalid:1");

        assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failed)
                .hasMessage(
                        "cannot listen on no-such-host.invalid:1: no address is known for no-such-host.invalid."
                                + " Check the name, or choose another address: recua serve --listen 127.0.0.1:0");
    }

    @Test
    void anAddressOfAnotherMachineHasNoProgramToStop() {
        CommandFailed failed = failed("192.0.2.1:0");

        assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failed)
                .hasMessageStartingWith("cannot listen on 192.0.2.1:0: ")
                .hasMessageContaining("Use an address of this machine")
                .hasMessageNotContaining("other program");
    }

    @Test
    void anAddressInUseNamesTheWayOut() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandFailed failed = failed("127.0.0.1:" + taken.getLocalPort());

            assertThat(failed.exitCode()).isEqualTo(ExitCode.IN_USE);
            assertThat(failed).hasMessageContaining("Stop the other program");
        }
    }

    private static CommandFailed failed(String address) {
        Listen listen = Listen.parse(address);
        var vertx = Vertx.vertx();
        try {
            vertx.createHttpServer()
                    .requestHandler(request -> {})
                    .listen(listen.port(), listen.host())
                    .await();
            throw new AssertionError("it listens on " + address);
        } catch (Exception e) { // `await` throws checked exceptions, too, without declaring them
            return (CommandFailed) CannotListen.on(listen, new IllegalStateException(e));
        } finally {
            vertx.close().await();
        }
    }
}
