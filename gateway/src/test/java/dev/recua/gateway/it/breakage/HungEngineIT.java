package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.gateway.it.NeedsRealEngine;
import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real engine that stands still after it was ready (SIGSTOP).
@NeedsRealEngine
class HungEngineIT {
    private static final String MODEL = "recua-tiny";

    @TempDir static Path folder;
    private static Serving gateway;

    @BeforeAll
    static void serve() {
        gateway =
                Home.in(folder)
                        .config(
                                """
                                supervisor:
                                  liveness: {every: 200ms, failures: 3, probe-timeout: 300ms}
                                  restart: {first: 20ms}
                                """)
                        .serve(RealEngine.path());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void itIsKilledAndComesBackAndWhoeverAskedOnlyWaits() throws Exception {
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
        ProcessHandle hung = gateway.engine();

        ProcFiles.signal(hung, "STOP");
        var asked = gateway.chatAsync(MODEL);

        assertThat(asked.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> !hung.isAlive());
        assertThat(gateway.engines()).doesNotContain(hung).hasSize(1);
        gateway.awaitLog("engine died model=recua:3m-instruct restart=1/5");
        assertThat(gateway.log()).contains("hung");
    }

    @Test
    void oneThatNobodyUsesComesBackToo() throws Exception {
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
        ProcessHandle hung = gateway.engine();

        ProcFiles.signal(hung, "STOP");

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                !hung.isAlive()
                                        && !gateway.engines().isEmpty()
                                        && !gateway.engines().equals(Set.of(hung)));
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
    }
}
