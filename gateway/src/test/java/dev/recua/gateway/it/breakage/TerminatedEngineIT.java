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

/// SIGTERM to a real engine from somebody else than its gateway.
///
/// Such an engine takes no connection any more, computes nothing more, breaks off its streams after
/// 5 s and lets everybody else wait; and it does not end: it waits for its standard input, which
/// the gateway holds. Gateways left one alone for 40 s and more while clients asked. What must not
/// be needed is a look at its health: the usual pause of 30 s between two looks is left as it is.
@NeedsRealEngine
class TerminatedEngineIT {
    private static final String MODEL = "recua-tiny";

    /// Less than a single pause between two looks, and long enough for a busy machine.
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir static Path folder;
    private static Serving gateway;

    @BeforeAll
    static void serve() {
        // With room for several answers, none of which ends by itself.
        gateway =
                Home.in(folder)
                        .config(
                                """
                                supervisor: {restart: {first: 20ms}, stop-grace: 1s}
                                models: {'recua:3m-instruct': {context: 8192, args: [--context-shift]}}
                                """)
                        .serve(RealEngine.path());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void whoeverWaitsForAWholeAnswerGetsOneOfItsSuccessorAndAStreamIsTold() throws Exception {
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
        ProcessHandle told = gateway.engine();
        try (Wire stream = Wire.post(gateway, Chat.endless(MODEL, true))) {
            stream.readUntil("\"content\":\"");
            String bounded = Chat.endless(MODEL, false).replace("200000", "2000");
            var whole = gateway.postAsync(Chat.PATH, bounded);
            await().pollInterval(Duration.ofMillis(10))
                    .until(() -> running() == 2 || whole.isDone());

            ProcFiles.signal(told, "TERM");
            replacedWhileClientsAsk(told);

            assertThat(stream.readToEnd()).isEqualTo(Wire.End.FIN);
            assertThat(stream.text())
                    .contains("data: {\"error\":{", "\"code\":\"engine_crashed\"")
                    .doesNotContain("[DONE]");
            assertThat(whole.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anIdleOneIsReplacedByTheNextRequest() throws Exception {
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
        ProcessHandle told = gateway.engine();

        ProcFiles.signal(told, "TERM");

        replacedWhileClientsAsk(told);
    }

    /// Each request is answered, and soon another engine does it.
    private static void replacedWhileClientsAsk(ProcessHandle told) {
        await().atMost(SOON)
                .until(
                        () -> {
                            assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
                            Set<ProcessHandle> engines = gateway.engines();
                            return engines.size() == 1 && !engines.contains(told);
                        });
    }

    /// How many answers are under way, as the gateway's own API tells.
    private static long running() throws Exception {
        String info = gateway.get("/api/models/recua:3m-instruct").body();
        return Long.parseLong(info.replaceFirst("(?s).*\"running\":(\\d+).*", "$1"));
    }
}
