package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The client of Socket.IO as npm installs it, against the packaged product with a real
/// llama-server: what a dashboard of source 000 sees. `src/test/npm/socketio.mjs` is the dashboard.
@NeedsRealEngine
@DisabledIf(
        value = "dev.recua.gateway.it.NodeClients#areMissingAndMayBe",
        disabledReason = "node or npm is not on the PATH")
class SocketIoNodeIT {
    private static final String CONFIG =
            """
            supervisor: {restart: {first: 100ms}}
            models:
              recua:3m-instruct: {args: [--threads, '1']}
            """;

    @TempDir private Path home;

    @Test
    void dashboardsOnBothPathsSeeWhatHappensAndSurviveARestart() {
        PackagedRecua recua = PackagedRecua.in(home).engine(RealEngine.path()).config(CONFIG);
        RunningGateway gateway = recua.serve();
        int port = gateway.url().getPort();
        try (var dashboards = Dashboards.open(gateway)) {
            areGreeted(dashboards);
            onlyWhoAsksIsAnswered(dashboards);
            seeALoadACrashAndTheRecovery(gateway, dashboards);

            assertThat(gateway.endBy("TERM")).isZero();
            for (String client : Dashboards.BOTH) dashboards.until(client, "disconnect");
            gateway = again(recua, port);

            areGreeted(dashboards);
            onlyWhoAsksIsAnswered(dashboards);
        } finally {
            gateway.close();
        }
    }

    private static void areGreeted(Dashboards dashboards) {
        for (String client : Dashboards.BOTH) {
            String id = dashboards.until(client, "connect").path("id").asString();
            JsonNode greeting = dashboards.next(client, "message");
            JsonNode status = dashboards.next(client, "llamaStatus");

            assertThat(greeting.path("type").asString()).isEqualTo("connection");
            assertThat(greeting.path("clientId").asString()).isEqualTo(id);
            assertThat(greeting.path("llamaStatus").asString()).isEqualTo("ready");
            assertThat(status.path("type").asString()).isEqualTo("llama_status");
            assertThat(word(status)).isEqualTo("ready");
            assertThat(status.at("/data/models/0/id").asString()).isEqualTo("recua:3m-instruct");
        }
    }

    private static void onlyWhoAsksIsAnswered(Dashboards dashboards) {
        dashboards.tell("ask a");
        assertThat(word(dashboards.next("a", "llamaStatus"))).isEqualTo("ready");
        dashboards.tell("ack b");
        assertThat(word(dashboards.next("b", "llamaStatus"))).isEqualTo("ready");
        assertThat(word(dashboards.next("b", "answer"))).isEqualTo("ready");
        assertThat(dashboards.waiting()).isZero();
    }

    private static void seeALoadACrashAndTheRecovery(
            RunningGateway gateway, Dashboards dashboards) {
        gateway.caller().chat(ClientModels.TINY, Caller.MONDAY).expect(200);
        for (String client : Dashboards.BOTH) {
            assertThat(words(dashboards, client, 2)).containsExactly("starting", "ready");
        }
        long pid =
                gateway.caller()
                        .get("/api/models/recua:3m-instruct")
                        .expect(200)
                        .json()
                        .at("/child/pid")
                        .asLong();

        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();

        for (String client : Dashboards.BOTH) {
            JsonNode crashed = dashboards.next(client, "llamaStatus");
            assertThat(word(crashed)).isEqualTo("crashed");
            assertThat(crashed.at("/data/lastError").asString()).contains("SIGKILL");
            assertThat(crashed.at("/data/retries").asInt()).isEqualTo(1);
            assertThat(words(dashboards, client, 2)).containsExactly("starting", "ready");
        }
    }

    /// The old one's address is free again at once.
    private static RunningGateway again(PackagedRecua recua, int port) {
        var command = Distribution.command(List.of("serve", "--listen", "127.0.0.1:" + port));
        var gateway = RunningGateway.start(recua, recua.processBuilder(command));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> gateway.caller().get("/health").status() == 200);
        return gateway;
    }

    private static List<String> words(Dashboards dashboards, String client, int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(_ -> word(dashboards.next(client, "llamaStatus")))
                .toList();
    }

    private static String word(JsonNode status) {
        return status.at("/data/status").asString();
    }
}
