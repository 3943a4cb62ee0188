package dev.recua.supervisor.server;

import static dev.recua.supervisor.server.CannedServer.http;
import static dev.recua.supervisor.server.CannedServer.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.PortOwner;
import dev.recua.supervisor.server.Adoption.Free;
import dev.recua.supervisor.server.Adoption.LlamaServerThere;
import dev.recua.supervisor.server.Adoption.Other;
import dev.recua.supervisor.server.ServerFacts.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AdoptionTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String NOT_FOUND =
            http("404 Not Found", "Server: nginx", "<h1>Not Found</h1>");

    @Test
    void nobodyThereMeansThatOneCanBeStarted() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(Adoption.look("127.0.0.1", free, LIMIT)).isEqualTo(new Free());
    }

    @Test
    void aLlamaServerIsKnownByItsProps() throws IOException {
        try (var server = new CannedServer(Map.of("/props", recorded("props.txt")))) {
            LlamaServerThere there = there(look(server));

            assertThat(there.facts())
                    .isEqualTo(
                            new ServerFacts(
                                    Optional.of("tiny"),
                                    Optional.of("/srv/llama/models/count.gguf"),
                                    Optional.of("b11669-Debian"),
                                    Access.OPEN));
            assertThat(there.baseUrl()).hasToString("http://127.0.0.1:" + server.port());
        }
    }

    @Test
    void anOlderOneIsKnownAsWell() throws IOException {
        try (var server = new CannedServer(Map.of("/props", recorded("v0.5.0-native/props.txt")))) {
            assertThat(there(look(server)).facts().access()).isEqualTo(Access.OPEN);
        }
    }

    @Test
    void oneThatShowsNoPropsIsKnownByItsModels() throws IOException {
        try (var server =
                new CannedServer(
                        Map.of("/props", NOT_FOUND, "/v1/models", recorded("v1-models.txt")))) {
            assertThat(there(look(server)).facts().alias()).hasValue("tiny");
        }
    }

    @Test
    void aRouterIsOneToo() throws IOException {
        String props =
                "{\"role\":\"router\",\"model_alias\":\"llama-server\",\"model_path\":\"none\","
                        + "\"default_generation_settings\":{\"params\":null,\"n_ctx\":0}}";
        try (var server =
                new CannedServer(Map.of("/props", http("200 OK", "Server: llama.cpp", props)))) {
            assertThat(there(look(server)).facts().alias()).hasValue("llama-server");
        }
    }

    @Test
    void oneThatStillLoadsIsKnownByItsError() throws IOException {
        String loading =
                "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}";
        try (var server =
                new CannedServer(
                        Map.of(
                                "*",
                                http("503 Service Unavailable", "Server: llama.cpp", loading)))) {
            assertThat(there(look(server)).facts()).isEqualTo(ServerFacts.unknown(Access.LOADING));
        }
    }

    @Test
    void oneThatDemandsAnotherKeyIsKnownByItsNameOrItsHealth() throws IOException {
        String refusal = recorded("apikey-none.txt");
        try (var server = new CannedServer(Map.of("/props", refusal))) {
            assertThat(there(look(server)).facts().access()).isEqualTo(Access.KEY_REFUSED);
        }
        String unnamed = refusal.replace("Server: llama.cpp", "Server: proxy");
        try (var server =
                new CannedServer(Map.of("/props", unnamed, "/health", recorded("health.txt")))) {
            assertThat(there(look(server)).facts().access()).isEqualTo(Access.KEY_REFUSED);
        }
        try (var server = new CannedServer(Map.of("/props", unnamed, "*", NOT_FOUND))) {
            assertThat(look(server)).isInstanceOf(Other.class);
        }
    }

    @Test
    void theKeyIsToldToOneThatDemandsItAndIsKnownAsALlamaServer() throws IOException {
        var answers =
                Map.of(
                        "/props", recorded("apikey-none.txt"),
                        "/props sesame", recorded("props.txt"));
        try (var server = new CannedServer(answers)) {
            LlamaServerThere there = there(lookWithKey(server));

            assertThat(there.facts().access()).isEqualTo(Access.KEY_ACCEPTED);
            assertThat(there.facts().alias()).hasValue("tiny");
            assertThat(server.asked).hasSize(2);
            assertThat(server.asked.getFirst())
                    .startsWith("GET /props HTTP/1.0\n")
                    .contains("Host: 127.0.0.1:" + server.port() + "\n");
            assertThat(server.asked.get(1)).contains("Authorization: Bearer sesame\n");
        }
    }

    @Test
    void theKeyIsToldToNobodyElse() throws IOException {
        String unnamed = recorded("apikey-none.txt").replace("Server: llama.cpp", "Server: proxy");
        for (var answers :
                List.of(
                        Map.of("/props", recorded("props.txt")),
                        Map.of("/props", NOT_FOUND, "/v1/models", recorded("v1-models.txt")),
                        Map.of("/props", unnamed, "*", NOT_FOUND),
                        Map.of("*", http("200 OK", "Server: nginx", "OK")))) {
            try (var server = new CannedServer(answers)) {
                lookWithKey(server);

                assertThat(server.asked)
                        .isNotEmpty()
                        .noneMatch(head -> head.contains("Authorization"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"ok\"}",
                "{\"object\":\"list\",\"data\":[{\"id\":\"x\",\"owned_by\":\"recua\"}]}",
                "{\"default_generation_settings\":{}}",
                "{\"total_slots\":4}",
                "[1,2]",
                "OK",
                ""
            })
    void oneThatAnswersEverythingWith200IsNoLlamaServer(String body) throws IOException {
        try (var server =
                new CannedServer(Map.of("*", http("200 OK", "X-Powered-By: love", body)))) {
            assertThat(other(look(server)))
                    .contains("127.0.0.1:" + server.port())
                    .contains("HTTP 200")
                    .endsWith("is no llama-server");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anotherProgramIsNamed() throws IOException {
        try (var server = new CannedServer(Map.of("*", NOT_FOUND))) {
            assertThat(other(look(server)))
                    .contains("(pid " + ProcessHandle.current().pid() + ")")
                    .contains("answers GET /props with HTTP 404 (Server: nginx)");
        }
        try (var server = new CannedServer(Map.of("/props", recorded("props.txt")))) {
            assertThat(there(look(server)).owner())
                    .map(PortOwner::pid)
                    .hasValue(ProcessHandle.current().pid());
        }
    }

    @Test
    void oneThatDoesNotSpeakHttpIsSaidToDoSo() throws IOException {
        try (var server = new CannedServer(Map.of("*", "220 mail.example ESMTP\r\n"))) {
            assertThat(other(look(server))).contains("does not speak HTTP");
        }
    }

    @Test
    void oneThatSaysNothingCostsNoMoreThanTheLimit() throws IOException {
        try (var server = new CannedServer(Map.of())) {
            Adoption found = Adoption.look("127.0.0.1", server.port(), Duration.ofMillis(200));
            assertThat(other(found))
                    .contains("answers nothing within 200ms")
                    .as("it may be one that hangs, or a machine that is off")
                    .doesNotContain("no llama-server", "is used by");
        }
    }

    private static Adoption lookWithKey(CannedServer server) {
        return Adoption.look("localhost", server.port(), Optional.of("sesame"), LIMIT);
    }

    private static Adoption look(CannedServer server) {
        return Adoption.look("127.0.0.1", server.port(), LIMIT);
    }

    private static LlamaServerThere there(Adoption found) {
        assertThat(found).isInstanceOf(LlamaServerThere.class);
        return (LlamaServerThere) found;
    }

    private static String other(Adoption found) {
        assertThat(found).isInstanceOf(Other.class);
        return ((Other) found).description();
    }
}
