package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.wire.ChatRequest;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.HealthProbe;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.child.StartOutcome.Ready;
import dev.recua.supervisor.child.StartOutcome.StartFailed;
import dev.recua.testkit.FakeLlamaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What holds for every [Server] that answers over HTTP, ours or adopted. The engine is a fake in
/// a process of its own.
@Timeout(60)
abstract class ServerContract {
    static final Duration GRACE = Duration.ofSeconds(2);
    static final String KEY = "open-sesame";

    @TempDir Path folder;

    FakeLlamaServer fake;

    @BeforeEach
    void install() throws Exception {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of("answer", "Tuesday"));
        Files.writeString(folder.resolve("tiny.gguf"), "GGUF");
    }

    /// A server that was not launched, with the alias `tiny` and the key [#KEY]. Whoever asks for
    /// it
    /// closes it.
    abstract AskableServer server() throws Exception;

    /// Arguments of such a server.
    LlamaServerArgs.Builder args() {
        return LlamaServerArgs.builder()
                .model(folder.resolve("tiny.gguf"))
                .alias("tiny")
                .apiKey(KEY);
    }

    @Test
    void launchedItTakesRequests() throws Exception {
        try (AskableServer server = server()) {
            Ready ready = (Ready) outcome(server);

            assertThat(server.baseUrl()).hasToString("http://127.0.0.1:" + ready.port());
            assertThat(HealthProbe.isReady(ready.port(), GRACE)).isTrue();
            assertThat(server.pid()).hasValue(ready.pid());
            assertThat(ready.pid()).isEqualTo(fake.events("start").getFirst().pid());
            assertThat(server.apiKey()).hasValue(KEY);
            assertThat(server.startedAt()).isBeforeOrEqualTo(java.time.Instant.now());
            assertThat(server.exited()).isNotDone();
            server.checkHealth();
            assertThat(server.chatCompletions(ChatRequest.of("tiny", "?", it -> {})).text())
                    .isEqualTo("Tuesday");
        }
    }

    @Test
    void whatTheEngineRefusesIsToldInItsWords() throws Exception {
        try (AskableServer server = server()) {
            outcome(server);
            fake.set("tiny", "wrong", "status-500");
            assertThatThrownBy(() -> server.chatCompletions(ChatRequest.of("tiny", "?", it -> {})))
                    .isInstanceOf(dev.recua.client.error.LlmException.class);
        }
    }

    @Test
    void aSecondLaunchIsRefused() throws Exception {
        try (AskableServer server = server()) {
            outcome(server);

            assertThatThrownBy(server::launch)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was started before");
            assertThat(fake.events("start")).hasSize(1);
        }
    }

    @Test
    void itsEndIsToldOnceAndToEveryoneWhoAsks() throws Exception {
        try (AskableServer server = server()) {
            outcome(server);

            Exit exit = server.stop(GRACE).get(10, TimeUnit.SECONDS);

            assertThat(exit.asked()).isTrue();
            assertThat(server.exited().get()).isEqualTo(exit);
            assertThat(server.stop(GRACE).get(1, TimeUnit.SECONDS)).isEqualTo(exit);
            assertThat(server.terminate().get(1, TimeUnit.SECONDS)).isEqualTo(exit);
            assertThat(server.kill().get(1, TimeUnit.SECONDS)).isEqualTo(exit);
        }
    }

    @Test
    void aListenerCannotCompleteItsEnd() throws Exception {
        try (AskableServer server = server()) {
            outcome(server);

            server.exited().cancel(true);

            assertThat(server.exited()).isNotDone();
        }
    }

    @Test
    void killedByAnotherItHasCrashed() throws Exception {
        try (AskableServer server = server()) {
            Ready ready = (Ready) outcome(server);
            server.checkHealth();

            ProcessHandle.of(ready.pid()).orElseThrow().destroyForcibly();

            assertThat(server.exited().get(10, TimeUnit.SECONDS).isCrash()).isTrue();
            assertThatThrownBy(() -> server.tokenize("a"))
                    .isInstanceOf(ServerException.ClientError.class)
                    .hasMessageContaining("has ended");
            assertThatThrownBy(server::checkHealth)
                    .isInstanceOf(ServerException.ClientError.class)
                    .hasMessageContaining("has ended");
        }
    }

    @Test
    void stoppedBeforeItWasLaunchedItNeverIs() throws Exception {
        try (AskableServer server = server()) {
            assertThat(server.stop(GRACE).get(1, TimeUnit.SECONDS).asked()).isTrue();

            assertThatThrownBy(server::launch).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void askedBeforeItIsReadyItSaysSo() throws Exception {
        try (AskableServer server = server()) {
            assertThatThrownBy(() -> server.tokenize("a"))
                    .isInstanceOf(ServerException.ServerNotReady.class);
        }
    }

    @Test
    void closedItServesNobodyAndEveryoneMayLookAtIt() throws Exception {
        AskableServer server = server();
        outcome(server);

        server.close();
        server.close();

        assertThat(server.exited()).isDone();
        assertThatThrownBy(server::launch).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.tokenize("a")).isInstanceOf(IllegalStateException.class);
        assertThat(server.baseUrl().getPort()).isPositive();
        assertThat(server.lastLines(5)).isNotNull();
        assertThat(server.stop(GRACE)).isDone();
    }

    @Test
    void noSecretIsShown() throws Exception {
        try (AskableServer server = server()) {
            outcome(server);

            assertThat(server.toString()).contains("tiny", "http://127.0.0.1:").doesNotContain(KEY);
            assertThat(server.args().toString()).doesNotContain(KEY);
        }
    }

    static StartOutcome outcome(Server server) throws Exception {
        StartOutcome outcome = server.launch().get(30, TimeUnit.SECONDS);
        if (outcome instanceof StartFailed(var failure)) throw new AssertionError(failure);
        return outcome;
    }
}
