package dev.recua.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recua.gateway.config.ModelConfig;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ListenHost;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class RunElsewhereTest {
    /// It asked itself, and each question waited until it was given up.
    @Test
    void theGatewayItselfIsNobodyToUseAndIsNotAsked() throws Exception {
        try (var us = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = us.getLocalPort();
            assumeTrue(ListenHost.LOOPBACK.owner(port).isPresent(), "nobody tells who listens");
            var url = URI.create("http://127.0.0.1:" + port);

            assertThatExceptionOfType(Launcher.LaunchFailed.class)
                    .isThrownBy(
                            () ->
                                    new RunElsewhere(ChildLimits.DEFAULT)
                                            .find(ModelConfig.of("far"), url, "engine"))
                    .satisfies(
                            refused ->
                                    assertThat(refused.failure().message())
                                            .contains(url + " is the address of this gateway"));
        }
    }
}
