package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.gateway.it.NeedsRealEngine;
import dev.recua.testkit.FakeLlamaServer;
import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM to the gateway: one budget of 6 s for everything.
class ShutdownIT {
    private static final int FOR_EVER = 1_000_000;

    @TempDir private Path folder;
    private FakeLlamaServer fake;
    private Home home;

    @BeforeEach
    void install() throws Exception {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        home = Home.in(folder).models("one", "two");
    }

    @Test
    void anIdleGatewayLeavesAtOnceAndTakesItsEngineAlong() throws Exception {
        try (Serving gateway = home.serve(fake.binary())) {
            assertThat(gateway.chat("one").statusCode()).isEqualTo(200);
            ProcessHandle engine = gateway.engine();

            Duration took = gateway.leave();

            Measured.ms("SIGTERM to an idle gateway → exit", took.toNanos());
            assertThat(took).isLessThan(Duration.ofMillis(1500));
            assertThat(gateway.process().exitValue()).isZero();
            assertThat(engine.isAlive()).isFalse();
            assertThat(gateway.log()).doesNotContain("WARN", "ERROR");
            assertThat(home.recua().resolve("run/children")).isEmptyDirectory();
        }
    }

    @Test
    void toldByItsApiItLeavesAsAfterASignal() throws Exception {
        try (Serving gateway = home.serve(fake.binary())) {
            assertThat(gateway.chat("one").statusCode()).isEqualTo(200);
            ProcessHandle engine = gateway.engine();

            var answer = gateway.post("/api/shutdown", "");

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).contains("\"pid\":" + gateway.process().pid());
            assertThat(gateway.awaitEnd(System.nanoTime())).isLessThan(Duration.ofSeconds(3));
            assertThat(gateway.process().exitValue()).isZero();
            assertThat(engine.isAlive()).isFalse();
        }
    }

    @Test
    void aStreamThatEndsInTimeEndsWholeAndWhoWaitsOrComesIsToldThatWeStop() throws Exception {
        fake.set("one", "tokens", 40);
        fake.set("one", "tokensPerSecond", 20);
        try (Serving gateway = home.serve(fake.binary());
                Wire wire = Wire.post(gateway, Chat.ask("one", true, "hello"));
                Wire waiting = Wire.open(gateway.port())) {
            wire.readUntil("\"content\":\"I\"");
            String other = Chat.of("two");
            waiting.send(Wire.head(other.length())).send(other);
            await().until(() -> !ProcFiles.hasUnreadBytes(gateway.port()));
            gateway.process().destroy();
            gateway.awaitLog("gateway stops");

            assertThat(waiting.readUntil("}}")).contains("503 ", "\"code\":\"shutting_down\"");
            var late = gateway.chat("one");
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.body()).contains("\"code\":\"shutting_down\"");

            wire.readToEnd();
            assertThat(wire.text()).contains("data: [DONE]");
            assertThat(wire.looksWhole()).isTrue();
            assertThat(gateway.awaitEnd(System.nanoTime())).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aStreamWithoutEndIsEndedWithAnErrorEvent() throws Exception {
        fake.set("one", "tokens", FOR_EVER);
        fake.set("one", "tokensPerSecond", 20);
        try (Serving gateway = home.serve(fake.binary())) {
            isCutOff(gateway, Chat.ask("one", true, "hello"), "\"content\":\"I\"");
        }
    }

    @Test
    @NeedsRealEngine
    void aStreamOfARealEngineIsEndedWithAnErrorEvent() throws Exception {
        // Without it the answer ends when the context is full, before the farewell cuts it off.
        home.config("models: {'recua:3m-instruct': {args: [--context-shift]}}\n");
        try (Serving gateway = home.serve(RealEngine.path())) {
            isCutOff(gateway, Chat.endless("recua-tiny", true), "\"content\":\"");
        }
    }

    private static void isCutOff(Serving gateway, String body, String beginning) throws Exception {
        try (Wire wire = Wire.post(gateway, body)) {
            wire.readUntil(beginning);
            ProcessHandle engine = gateway.engine();
            long told = System.nanoTime();
            gateway.process().destroy();

            assertThat(wire.readToEnd()).isEqualTo(Wire.End.FIN);
            long cut = System.nanoTime() - told;
            Measured.ms("SIGTERM → error event of an endless stream", cut);
            assertThat(wire.text())
                    .contains("data: {\"error\":{", "\"code\":\"shutting_down\"")
                    .doesNotContain("[DONE]");
            assertThat(wire.looksWhole()).isFalse();
            assertThat(Duration.ofNanos(cut))
                    .isBetween(Duration.ofMillis(3400), Duration.ofMillis(5000));
            Duration took = gateway.awaitEnd(told);
            Measured.ms("SIGTERM with an endless stream → exit", took.toNanos());
            assertThat(took).isLessThan(Serving.LEAVE_LIMIT);
            assertThat(engine.isAlive()).isFalse();
        }
    }

    @Test
    void anEngineThatIgnoresSigtermIsKilledInTime() throws Exception {
        fake.set("one", "ignoreTerm", true);
        try (Serving gateway = home.serve(fake.binary())) {
            assertThat(gateway.chat("one").statusCode()).isEqualTo(200);
            ProcessHandle engine = gateway.engine();

            Duration took = gateway.leave();

            Measured.ms("SIGTERM with an engine that ignores it → exit", took.toNanos());
            assertThat(took).isLessThan(Serving.LEAVE_LIMIT);
            assertThat(engine.isAlive()).isFalse();
            assertThat(home.recua().resolve("run/children")).isEmptyDirectory();
        }
    }

    @Test
    void anEngineThatStillLoadsGoesAtOnceAndWhoWaitsForItIsTold() throws Exception {
        fake.set("one", "readyAfter", "never");
        try (Serving gateway = home.serve(fake.binary())) {
            var waiting = gateway.chatAsync("one");
            FakeEngineEvents.await(fake, "start", "one", 1);
            ProcessHandle engine = gateway.engine();

            Duration took = gateway.leave();

            Measured.ms("SIGTERM while an engine loads → exit", took.toNanos());
            assertThat(took).isLessThan(Duration.ofSeconds(3));
            assertThat(engine.isAlive()).isFalse();
            assertThat(waiting.join().body()).contains("\"code\":\"shutting_down\"");
        }
    }

    @Test
    void aSecondSigtermEndsEverythingAtOnce() throws Exception {
        fake.set("one", "stallAfterTokens", 1);
        try (Serving gateway = home.serve(fake.binary());
                Wire wire = Wire.post(gateway, Chat.stream("one"))) {
            wire.readUntil("\"content\":\"I\"");
            ProcessHandle engine = gateway.engine();
            gateway.process().destroy();
            gateway.awaitLog("gateway stops");

            Duration took = gateway.leave();

            Measured.ms("second SIGTERM → exit", took.toNanos());
            assertThat(took).isLessThan(Duration.ofSeconds(2));
            engine.onExit().get(2, TimeUnit.SECONDS);
        }
    }
}
