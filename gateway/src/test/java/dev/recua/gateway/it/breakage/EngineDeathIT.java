package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.FakeLlamaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL of a fake engine before, during and after an answer.
class EngineDeathIT {
    private static final int RESTARTS = 5;

    @TempDir static Path folder;
    private static FakeLlamaServer fake;
    private static Serving gateway;

    @BeforeAll
    static void serve() throws Exception {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        gateway =
                Home.in(folder)
                        .config("supervisor: {restart: {max: 5, first: 20ms}}\n")
                        .models("loading", "doomed", "prompt", "streaming", "after", "poison")
                        .serve(fake.binary());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void killedWhileItLoadsItIsStartedAgainAndTheClientOnlyWaits() throws Exception {
        fake.set("loading", "readyAfter", "never");
        fake.set("loading", "firstStarts", 1);
        var asked = gateway.chatAsync("loading");
        kill(FakeEngineEvents.await(fake, "start", "loading", 1).pid());

        var answer = asked.get(10, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(FakeEngineEvents.of(fake, "start", "loading")).hasSize(2);
    }

    @Test
    void killedEachTimeItLoadsItIsGivenUpWithTheReasonWhichTheNextRequestGetsAtOnce()
            throws Exception {
        fake.set("doomed", "readyAfter", "never");
        var asked = gateway.chatAsync("doomed");
        for (int start = 1; start <= 1 + RESTARTS; start++)
            kill(FakeEngineEvents.await(fake, "start", "doomed", start).pid());

        var answer = asked.get(20, TimeUnit.SECONDS);

        for (var told : List.of(answer, gateway.chat("doomed"))) {
            assertThat(told.statusCode()).isEqualTo(502);
            assertThat(told.body())
                    .contains("\"code\":\"model_load_failed\"")
                    .contains("\"cause\":\"killed\"", "\"exitCode\":137", "(5 retries)");
        }
        assertThat(FakeEngineEvents.of(fake, "start", "doomed")).hasSize(1 + RESTARTS);
        fake.clear("doomed", "readyAfter");
        gateway.post("/api/models/doomed/load", "");
        assertThat(gateway.chat("doomed").statusCode()).isEqualTo(200);
    }

    @Test
    void killedWhileItReadsThePromptItIsReplacedAndTheClientOnlyWaits() throws Exception {
        fake.set("prompt", "firstTokenAfter", 600_000);
        var asked = gateway.chatAsync("prompt");
        long first = FakeEngineEvents.await(fake, "request", "prompt", 1).pid();
        fake.clear("prompt", "firstTokenAfter");
        kill(first);

        var answer = asked.get(20, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("I am prompt. You said: hello");
        assertThat(answer.headers().firstValueAsLong("X-Fake-Pid").orElseThrow())
                .isNotEqualTo(first);
    }

    @Test
    void killedInTheMiddleOfAStreamTheClientIsToldAndTheEndLooksBroken() throws Exception {
        fake.set("streaming", "stallAfterTokens", 2);
        try (Wire wire = Wire.post(gateway, Chat.stream("streaming"))) {
            wire.readUntil("\"content\":\" am\"");
            kill(gateway.engine().pid());

            assertThat(wire.readToEnd()).isEqualTo(Wire.End.FIN);
            assertThat(wire.text())
                    .contains("data: {\"error\":{", "\"code\":\"engine_crashed\"")
                    .contains("\"exitCode\":137")
                    .doesNotContain("[DONE]");
            assertThat(wire.looksWhole()).isFalse();
        }
        fake.clear("streaming", "stallAfterTokens");
        assertThat(gateway.chat("streaming").body()).contains("I am streaming.");
    }

    @Test
    void killedAfterAStreamTheNextRequestJustWorks() throws Exception {
        var stream = gateway.post(Chat.PATH, Chat.stream("after"));
        assertThat(stream.body()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.chat("after").statusCode()).isEqualTo(200);
        kill(gateway.engine().pid());

        assertThat(gateway.chat("after").body()).contains("I am after.");
        gateway.awaitLog(
                "engine died model=after restart=1/5 in=20ms cause: after ended by itself");
    }

    @Test
    void aRequestThatKillsEveryEngineIsAnsweredWithTheCauseAfterTwo() throws Exception {
        fake.set("poison", "exitOnText", "deadly");
        String deadly = Chat.ask("poison", false, "deadly");

        var answer = gateway.post(Chat.PATH, deadly);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .contains("\"code\":\"engine_crashed\"", "died twice", "\"exitCode\":137");
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
        assertThat(FakeEngineEvents.of(fake, "exit", "poison")).hasSize(2);
        assertThat(gateway.chat("poison").statusCode()).isEqualTo(200);
    }

    static void kill(long pid) {
        var process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS).join();
    }
}
