package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.FakeLlamaServer;
import dev.recua.testkit.Golden;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Engines that exit, hang, refuse, lie, stall or do not want to leave.
class BadEngineIT {
    private static final String SETTINGS =
            """
            supervisor:
              stop-grace: 1s
              restart: {max: 2, first: 20ms}
            models:
              flags:
                args: --no-such-flag
            """;

    @TempDir static Path folder;
    private static FakeLlamaServer fake;
    private static Serving gateway;

    @BeforeAll
    static void serve() throws Exception {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        gateway =
                Home.in(folder)
                        .config(SETTINGS)
                        .models("magic", "flags", "older", "port", "ports", "stall", "stubborn")
                        .models("next", "text", "babble", "cut", "reset")
                        .serve(fake.binary());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void aLastingFailureIsToldAtOnceAgainAndTriedAgainWhenTheFileChanges() throws Exception {
        fake.set("magic", "exitAtStart", 1);
        fake.set("magic", "stderr", Golden.text("llama-server-0.7.0/bad-magic.stderr"));
        var first = gateway.chat("magic");
        long before = System.nanoTime();
        var second = gateway.chat("magic");
        Measured.ms("second answer about a broken file", System.nanoTime() - before);

        for (HttpResponse<String> answer : List.of(first, second)) {
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
            assertThat(answer.body())
                    .contains("\"code\":\"model_load_failed\"", "\"cause\":\"bad_magic\"")
                    .contains("\"exitCode\":1", "invalid magic characters: 'XGUF'");
        }
        assertThat(FakeEngineEvents.of(fake, "start", "magic")).hasSize(1);

        fake.clear("magic", "exitAtStart");
        Path file = gateway.home().recua().resolve("models/magic.gguf");
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> gateway.chat("magic").statusCode() == 200);
    }

    @Test
    void aFlagThatTheEngineDoesNotHaveIsToldWithoutALaunch() throws Exception {
        var answer = gateway.chat("flags");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .contains("\"code\":\"model_load_failed\"", "\"cause\":\"unknown_flag\"")
                .contains("--no-such-flag");
        assertThat(FakeEngineEvents.of(fake, "start", "flags")).isEmpty();
    }

    @Test
    void aFlagThatTheEngineRefusesAlthoughItsHelpNamesItIsToldWithItsLogLine() throws Exception {
        fake.set("*", "removedFlags", "--metrics");

        var answer = gateway.chat("older");

        fake.clear("*", "removedFlags");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .contains("\"code\":\"model_load_failed\"", "\"cause\":\"unknown_flag\"")
                .contains("error: invalid argument: --metrics");
    }

    @Test
    void aRefusedPortIsReplacedByAnother() throws Exception {
        fake.set("port", "bind", "refuse");
        fake.set("port", "firstStarts", 1);

        var answer = gateway.chat("port");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(FakeEngineEvents.of(fake, "start", "port"))
                .extracting(event -> event.detail("port"))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void anEngineThatRefusesEveryPortIsGivenUpWithTheReason() throws Exception {
        fake.set("ports", "bind", "refuse");

        var answer = gateway.chat("ports");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .contains("\"code\":\"model_load_failed\"", "\"cause\":\"port_in_use\"")
                .contains("couldn't bind HTTP server socket");
        assertThat(FakeEngineEvents.of(fake, "start", "ports"))
                .as("three ports for each of three starts")
                .hasSize(3 * 3);
    }

    @Test
    void anAnswerThatIsNoJsonPassesUnchanged() throws Exception {
        fake.set("text", "wrong", "not-json");

        var answer = gateway.chat("text");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("this is <not> JSON");
    }

    @Test
    void anAnswerThatIsNoHttpIsTriedOnceMoreAndThenToldAsTheEnginesFault() throws Exception {
        fake.set("babble", "wrong", "no-http");

        var answer = gateway.chat("babble");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("\"code\":\"engine_crashed\"", "\"cause\":");
        assertThat(FakeEngineEvents.of(fake, "request", "babble")).hasSize(2);
        fake.clear("babble", "wrong");
        assertThat(gateway.chat("babble").statusCode()).isEqualTo(200);
    }

    @Test
    void aConnectionThatIsResetTwiceIsToldAsTheEnginesFault() throws Exception {
        fake.set("reset", "wrong", "reset");

        var answer = gateway.chat("reset");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("\"code\":\"engine_crashed\"");
        fake.clear("reset", "wrong");
        assertThat(gateway.chat("reset").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatIsCutNeverLooksWhole() throws Exception {
        fake.set("cut", "wrong", "cut");

        assertThatIOException().isThrownBy(() -> gateway.chat("cut"));

        try (Wire wire = Wire.post(gateway, Chat.of("cut"))) {
            wire.readToEnd();
            assertThat(wire.text()).contains("Content-Length: 4096").endsWith("{\"fin");
        }
    }

    @Test
    void aStreamThatStallsLastsUntilItsClientLeavesAndHoldsUpNobody() throws Exception {
        fake.set("stall", "stallAfterTokens", 1);
        try (Wire wire = Wire.post(gateway, Chat.stream("stall"))) {
            wire.readUntil("\"content\":\"I\"");
            fake.clear("stall", "stallAfterTokens");
            assertThat(gateway.chat("stall").statusCode()).isEqualTo(200);
            assertThat(FakeEngineEvents.of(fake, "gone", "stall")).isEmpty();
        }
        FakeEngineEvents.await(fake, "gone", "stall", 1);
        assertThat(gateway.chat("next").statusCode()).isEqualTo(200);
    }

    @Test
    void anEngineThatIgnoresSigtermIsKilledWithinTheGraceAndTheSwapGoesOn() throws Exception {
        fake.set("stubborn", "ignoreTerm", true);
        assertThat(gateway.chat("stubborn").statusCode()).isEqualTo(200);
        ProcessHandle stubborn = gateway.engine();
        long before = System.nanoTime();

        assertThat(gateway.chat("next").statusCode()).isEqualTo(200);

        Measured.ms("swap from an engine that ignores SIGTERM", System.nanoTime() - before);
        assertThat(stubborn.isAlive()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }
}
