package dev.recua.supervisor.server;

import static dev.recua.supervisor.server.CannedServer.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.ServerCalls;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpCallsTest {
    private static final String JSON = "Content-Type: application/json";
    private static final String LOADING =
            http(
                    "503 Service Unavailable",
                    JSON,
                    "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}");

    @Test
    void a503WhileTheWeightsLoadIsNotReadyAndAnyOtherIsARefusal() throws Exception {
        try (var server = new CannedServer(Map.of("*", LOADING));
                var calls = calls(server.port())) {
            assertThatThrownBy(() -> calls.tokenize("a"))
                    .isInstanceOf(ServerException.ServerNotReady.class);
            assertThatThrownBy(calls::checkHealth)
                    .isInstanceOf(ServerException.ServerNotReady.class);
        }
        String busy = LOADING.replace("Loading model", "no slot free ");
        try (var server = new CannedServer(Map.of("*", busy));
                var calls = calls(server.port())) {
            assertThatThrownBy(() -> calls.tokenize("a"))
                    .isInstanceOf(LlmException.ServerOverloaded.class)
                    .hasMessageContaining("no slot free");
        }
    }

    @Test
    void rawItPassesLikeAnyOtherAnswer() throws Exception {
        try (var server = new CannedServer(Map.of("*", LOADING));
                var calls = calls(server.port());
                RawAnswer answer = calls.tokenize(WireJson.mapper().readTree("{}"))) {
            assertThat(answer.status()).isEqualTo(503);
        }
    }

    @Test
    void aHealthOtherThan200IsAFailedCheck() throws Exception {
        String sick = http("500 Internal Server Error", JSON, "out of luck");
        try (var server = new CannedServer(Map.of("/health", sick));
                var calls = calls(server.port())) {
            assertThatThrownBy(calls::checkHealth)
                    .isInstanceOf(ServerException.HealthCheckError.class)
                    .hasMessage("server health check failed: HTTP 500 out of luck");
        }
        try (var server = new CannedServer(Map.of("/health", CannedServer.recorded("health.txt")));
                var calls = calls(server.port())) {
            calls.checkHealth();
        }
    }

    @Test
    void aConnectionThatFailsIsAClientErrorWithItsCause() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (var calls = calls(free)) {
            assertThatThrownBy(() -> calls.tokenize("a"))
                    .isInstanceOf(ServerException.ClientError.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThatThrownBy(calls::checkHealth).isInstanceOf(ServerException.ClientError.class);
        }
    }

    @Test
    void theClientComesToBeAtTheFirstCallAndOnce() throws Exception {
        String tokens = http("200 OK", JSON, "{\"tokens\":[]}");
        var made = new AtomicInteger();
        try (var server = new CannedServer(Map.of("*", tokens))) {
            var calls =
                    new HttpCalls(
                            () -> {
                                made.incrementAndGet();
                                return open(server.port());
                            });
            assertThat(made).hasValue(0);
            calls.tokenize("a");
            calls.tokenize("b");
            assertThat(made).hasValue(1);
            calls.close();
        }
    }

    private static HttpCalls calls(int port) {
        return new HttpCalls(() -> open(port));
    }

    private static ServerCalls open(int port) {
        return ServerCalls.of(URI.create("http://127.0.0.1:" + port), Optional.empty());
    }
}
