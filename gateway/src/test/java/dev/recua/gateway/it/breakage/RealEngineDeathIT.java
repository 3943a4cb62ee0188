package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.gateway.it.NeedsRealEngine;
import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL of a real engine before, during and after an answer. (Its load takes 50 ms: see
/// [EngineDeathIT] for a death during it.)
@NeedsRealEngine
class RealEngineDeathIT {
    private static final String MODEL = "recua-tiny";

    @TempDir static Path folder;
    private static Serving gateway;

    @BeforeAll
    static void serve() {
        gateway =
                Home.in(folder)
                        .config("supervisor: {restart: {max: 5, first: 20ms}}\n")
                        .serve(RealEngine.path());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void killedBeforeItAnswersItIsReplacedAndTheClientOnlyWaits() throws Exception {
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
        ProcessHandle engine = gateway.engine();
        int port = Integer.parseInt(ProcFiles.argument(engine, "--port"));
        ProcFiles.signal(engine, "STOP");
        var asked = gateway.chatAsync(MODEL);
        await().until(() -> ProcFiles.hasUnreadBytes(port));
        EngineDeathIT.kill(engine.pid());

        assertThat(asked.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(gateway.engine()).isNotEqualTo(engine);
    }

    @Test
    void killedInTheMiddleOfAStreamTheClientIsToldAndTheEndLooksBroken() throws Exception {
        try (Wire wire = Wire.post(gateway, Chat.endless(MODEL, true))) {
            wire.readUntil("\"content\":\"");
            EngineDeathIT.kill(gateway.engine().pid());

            assertThat(wire.readToEnd()).isEqualTo(Wire.End.FIN);
            assertThat(wire.text())
                    .contains("data: {\"error\":{", "\"code\":\"engine_crashed\"")
                    .contains("\"exitCode\":137")
                    .doesNotContain("[DONE]");
            assertThat(wire.looksWhole()).isFalse();
        }
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
    }

    @Test
    void killedAfterAStreamTheNextRequestJustWorks() throws Exception {
        assertThat(gateway.post(Chat.PATH, Chat.stream(MODEL)).body()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
        EngineDeathIT.kill(gateway.engine().pid());

        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
    }
}
