package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.FakeLlamaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Engines that never become ready.
class HangingEngineIT {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @TempDir static Path folder;
    private static FakeLlamaServer fake;
    private static Serving gateway;

    @BeforeAll
    static void serve() throws Exception {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        gateway =
                Home.in(folder)
                        .config("supervisor: {start-timeout: 2s, stop-grace: 1s}\n")
                        .models("hanging", "loading")
                        .serve(fake.binary());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void anEngineThatHangsBeforeItOpensItsPortIsGivenUpAtTheLimit() throws Exception {
        fake.set("hanging", "bind", "never");

        isGivenUpAtTheLimit("hanging");
    }

    @Test
    void anEngineThatAnswers503ForEverIsGivenUpAtTheLimit() throws Exception {
        fake.set("loading", "readyAfter", "never");

        isGivenUpAtTheLimit("loading");
    }

    private static void isGivenUpAtTheLimit(String model) throws Exception {
        long before = System.nanoTime();

        var answer = gateway.chat(model);

        var took = Duration.ofNanos(System.nanoTime() - before);
        Measured.ms("answer about an engine that hangs, limit " + LIMIT, took.toNanos());
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body())
                .contains(
                        "\"code\":\"model_load_timeout\"",
                        model,
                        "in 2s",
                        "). Allow",
                        "supervisor.start-timeout");
        assertThat(took).isBetween(LIMIT, LIMIT.plusSeconds(3));
        await().until(() -> gateway.engines().isEmpty());
    }
}
