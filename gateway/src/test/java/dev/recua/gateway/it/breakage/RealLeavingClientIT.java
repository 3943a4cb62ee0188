package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that leave a real engine in the middle of an answer.
@Tag("real")
class RealLeavingClientIT {
    private static final String MODEL = "recua-tiny";

    @TempDir static Path folder;
    private static @Nullable Serving running;

    @BeforeAll
    static void serve() {
        running = Home.in(folder).models("next").serve(RealServer.path());
    }

    @AfterAll
    static void close() {
        if (running != null) running.close();
    }

    @Test
    void leavingAStreamStopsTheEnginesWork() throws Exception {
        Serving gateway = gateway();
        try (Wire wire = Wire.post(gateway, Chat.endless(MODEL, true))) {
            wire.readUntil("\"content\":\"");
        }
        long left = System.nanoTime();
        await().pollInterval(Duration.ofMillis(5)).until(() -> !isWorking(gateway));

        Measured.ms("real engine idle after its client left a stream", System.nanoTime() - left);
        swaps(gateway, "after a stream that was left");
    }

    @Test
    void leavingAWholeAnswerNeverDelaysASwap() throws Exception {
        Serving gateway = gateway();
        assertThat(gateway.chat(MODEL).statusCode()).isEqualTo(200);
        try (Wire wire = Wire.post(gateway, Chat.endless(MODEL, false))) {
            await().until(() -> isWorking(gateway));
            wire.leave();
        }

        swaps(gateway, "after a whole answer that was left");
    }

    /// How long an answer takes says more about the machine; the engine's end is what counts.
    private static void swaps(Serving gateway, String when) throws Exception {
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
    private static boolean isWorking(Serving gateway) throws Exception {
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

    private static Serving gateway() {
        if (running == null) throw new IllegalStateException("not started");
        return running;
    }
}
