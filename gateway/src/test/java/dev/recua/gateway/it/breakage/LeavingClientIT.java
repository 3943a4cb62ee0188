package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that leave, or hardly read.
class LeavingClientIT {
    private static final int FOR_EVER_MS = 600_000;
    private static final int KIB_PER_MIB = 1024;

    /// About 35 MB as events: more than what systems hold back for two connections.
    private static final int TOKENS = 150_000;

    @TempDir static Path folder;
    private static FakeLlamaServer fake;
    private static Serving gateway;

    @BeforeAll
    static void serve() throws Exception {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        gateway =
                Home.in(folder)
                        .models("silent", "plain", "busy", "queued", "upload", "fast", "next")
                        .models("hanging")
                        .serve(fake.binary());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void leavingDuringASilentPromptClosesTheEnginesConnectionAndFreesThePlace() throws Exception {
        fake.set("silent", "firstTokenAfter", FOR_EVER_MS);
        fake.set("silent", "pingEvery", FOR_EVER_MS);
        long slowest = 0;
        for (int i = 1; i <= 5; i++) {
            try (Wire wire = Wire.post(gateway, Chat.stream("silent"))) {
                FakeEngineEvents.await(fake, "request", "silent", i);
                long left = wire.leave();
                long seen = FakeEngineEvents.await(fake, "gone", "silent", i).at().toEpochMilli();
                slowest = Math.max(slowest, seen - left);
            }
        }

        System.out.println(
                "measured: client left → engine's connection closed: " + slowest + " ms");
        assertThat(slowest).isLessThanOrEqualTo(1000);
        swapsWithoutWaitingForALeftover("a stream");
    }

    @Test
    void leavingAnAnswerThatIsNotStreamedClosesTheEnginesConnectionToo() throws Exception {
        fake.set("plain", "firstTokenAfter", FOR_EVER_MS);
        try (Wire wire = Wire.post(gateway, Chat.of("plain"))) {
            FakeEngineEvents.await(fake, "request", "plain", 1);
            int port = Integer.parseInt(ProcFiles.argument(gateway.engine(), "--port"));
            // The service's own question of what the engine offers may still be open beside it.
            await().atMost(Duration.ofSeconds(5)).until(() -> established(port) == 1);
            wire.leave();
            await().atMost(Duration.ofSeconds(1)).until(() -> established(port) == 0);
        }

        swapsWithoutWaitingForALeftover("a whole answer");
    }

    @Test
    void leavingTheQueueCausesNoLoad() throws Exception {
        fake.set("busy", "stallAfterTokens", 1);
        try (Wire running = Wire.post(gateway, Chat.stream("busy"))) {
            running.readUntil("\"content\":\"I\"");
            try (Wire waiting = Wire.post(gateway, Chat.of("queued"))) {
                await().until(() -> !ProcFiles.hasUnreadBytes(gateway.port()));
                waiting.leave();
                await().until(() -> !isConnected(waiting.port()));
            }
        }

        assertThat(gateway.chat("next").statusCode()).isEqualTo(200);
        assertThat(FakeEngineEvents.of(fake, "start", "queued")).isEmpty();
    }

    @Test
    void leavingALoadThatNobodyElseWaitsForMakesRoomForAnotherModel() throws Exception {
        fake.set("hanging", "readyAfter", "never");
        try (Wire wire = Wire.post(gateway, Chat.of("hanging"))) {
            FakeEngineEvents.await(fake, "start", "hanging", 1);
            wire.leave();
        }
        swapsWithoutWaitingForALeftover("a load");
    }

    @Test
    void leavingDuringAnUploadLeavesNothingBehind() throws Exception {
        Path tmp = gateway.home().recua().resolve("tmp");
        ProcessHandle process = gateway.process().toHandle();
        try (Wire wire = Wire.open(gateway.port())) {
            wire.send(Wire.head(50 << 20)).send("{\"model\":\"upload\",\"x\":\"");
            wire.send(new byte[20 << 20]);
            await().until(() -> !ProcFiles.openBelow(tmp, process).isEmpty());
        }

        await().until(() -> ProcFiles.openBelow(tmp, process).isEmpty());
        assertThat(tmp).isEmptyDirectory();
        assertThat(FakeEngineEvents.of(fake, "start", "upload")).isEmpty();
        assertThat(gateway.chat("next").statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatHardlyReadsCostsLittleMemoryAndHoldsUpNobody() throws Exception {
        fake.set("fast", "tokens", TOKENS);
        assertThat(gateway.chat("fast").statusCode()).isEqualTo(200);
        long before = gateway.rss();
        try (Wire slow = Wire.open(gateway.port(), 4096)) {
            String body = Chat.ask("fast", true, "hello");
            slow.send(Wire.head(body.length())).send(body).readUntil("\"content\":\"I\"");
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> gateway.rss() - before < 40 * KIB_PER_MIB);
            long asked = System.nanoTime();
            assertThat(gateway.chat("fast").statusCode()).isEqualTo(200);
            Measured.ms("another client's answer beside a slow reader", System.nanoTime() - asked);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(ofSeconds(2));
            System.out.printf(
                    "measured: memory for a slow reader: %d KiB%n", gateway.rss() - before);
            assertThat(finished()).isZero();

            slow.readUntilAtEnd("data: [DONE]\n\n\r\n0\r\n\r\n");
            await().until(() -> finished() == 1);
        }
    }

    /// How many answers with all tokens the engine has finished.
    private static long finished() {
        return FakeEngineEvents.of(fake, "done", "fast").stream()
                .filter(done -> done.detail("tokens").equals(Integer.toString(TOKENS)))
                .count();
    }

    private static Duration ofSeconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    /// The fake goes on for minutes after its client left and drains on the first SIGTERM; a swap
    /// that waited for that would take the whole grace of 5 s.
    private static void swapsWithoutWaitingForALeftover(String what) throws Exception {
        long before = System.nanoTime();
        assertThat(gateway.chat("next").statusCode()).isEqualTo(200);
        long took = System.nanoTime() - before;
        Measured.ms("swap while an engine works on " + what + " for nobody", took);
        assertThat(Duration.ofNanos(took)).isLessThan(ofSeconds(4));
    }

    private static long established(int port) throws IOException {
        return ProcFiles.connections(port).stream()
                .filter(ProcFiles.Connection::established)
                .count();
    }

    private static boolean isConnected(int client) throws IOException {
        return ProcFiles.connections(gateway.port()).stream()
                .anyMatch(connection -> connection.client() == client);
    }
}
