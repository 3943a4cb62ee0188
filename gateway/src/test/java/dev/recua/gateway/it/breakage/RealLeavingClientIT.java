package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.gateway.it.NeedsRealEngine;
import dev.recua.testkit.RealEngine;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that leave a real engine in the middle of an answer.
@NeedsRealEngine
class RealLeavingClientIT {
    private static final String MODEL = "recua-tiny";

    @TempDir static Path folder;
    private static Serving gateway;

    @BeforeAll
    static void serve() {
        gateway = Home.in(folder).models("next").serve(RealEngine.path());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void leavingAStreamStopsTheEnginesWork() throws Exception {
        try (Wire wire = Wire.post(gateway, Chat.endless(MODEL, true))) {
            wire.readUntil("\"content\":\"");
        }
        long left = System.nanoTime();
        await().pollInterval(Duration.ofMillis(5)).until(() -> !isWorking());

        Measured.ms("real engine idle after its client left a stream", System.nanoTime() - left);
        swaps("after a stream that was left");
    }

    @Test
    void leavingAWholeAnswerNeverDelaysASwap() throws Exception {
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
        try (Wire wire = Wire.post(gateway, Chat.endless(MODEL, false))) {
            await().until(() -> isWorking());
            wire.leave();
        }

        swaps("after a whole answer that was left");
    }

    /// How long an answer takes says more about the machine; the engine's end is what counts.
    private static void swaps(String when) throws Exception {
        ProcessHandle engine = gateway.engine();
        long before = System.nanoTime();
        var answer = gateway.chatAsync("next");
        engine.onExit().get(5, TimeUnit.SECONDS);
        long took = System.nanoTime() - before;
        Measured.ms("end of a real engine " + when, took);
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(2));
        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    /// Asks the engine itself, with its own key.
    private static boolean isWorking() throws Exception {
        ProcessHandle engine = gateway.engine();
        String address = "http://127.0.0.1:" + ProcFiles.argument(engine, "--port") + "/slots";
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .header(
                                "Authorization",
                                "Bearer " + ProcFiles.variable(engine, "LLAMA_API_KEY"))
                        .build();
        var answer = gateway.client().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().contains("\"is_processing\":true");
    }
}
