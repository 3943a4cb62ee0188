package dev.recua.supervisor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recua.supervisor.watch.Look.Slots;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LivenessProbeTest {

    private static final LivenessPolicy POLICY =
            new LivenessPolicy(
                    Duration.ofMillis(10), 3, Duration.ofSeconds(60), Duration.ofMillis(200));

    private static final String WORKING =
            "[{\"id\":0,\"is_processing\":true,\"id_task\":4,\"n_prompt_tokens\":10,"
                    + "\"n_prompt_tokens_processed\":10,\"n_prompt_tokens_cache\":0,"
                    + "\"next_token\":[{\"n_decoded\":%d}]}]";

    private ScriptedServer server;
    private LivenessProbe probe;

    @BeforeEach
    void open() throws Exception {
        server = new ScriptedServer();
        probe = new LivenessProbe(server.url(), Optional.of("the key"), POLICY);
    }

    @AfterEach
    void close() throws Exception {
        probe.close();
        server.close();
    }

    @Test
    void aWorkingServerTellsItsHealthAndItsSlots() throws Exception {
        server.answer("/slots", 200, WORKING.formatted(3));

        Look look = probe.look();

        assertThat(look.failure()).isEmpty();
        assertThat(look.waiting()).isZero();
        assertThat(seen(look)).containsExactly(SlotProgress.generating(0, 4, 10, 3));
    }

    @Test
    void theKeyGoesAlongAsBearer() throws Exception {
        probe.look();

        assertThat(server.asked("/slots"))
                .singleElement()
                .asString()
                .contains("Authorization: Bearer the key\n");
    }

    @Test
    void aServerWithoutKeyIsAskedWithoutOne() throws Exception {
        try (LivenessProbe open = new LivenessProbe(server.url(), Optional.empty(), POLICY)) {
            open.look();
        }
        assertThat(server.asked("/slots"))
                .singleElement()
                .asString()
                .doesNotContain("Authorization");
    }

    @Test
    void healthThatIsNotFineIsAFailureAndTheSlotsAreNotAsked() throws Exception {
        server.answer("/health", 503, "{\"error\":{}}");

        assertThat(probe.look()).isEqualTo(Look.failed("it answered 503"));
        assertThat(server.asked("/slots")).isEmpty();
    }

    @Test
    void healthThatSaysNothingIsAFailureInTime() throws Exception {
        server.silence("/health");
        long from = System.nanoTime();

        Look look = probe.look();

        assertThat(look.failure()).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void healthThatIsNoHttpIsAFailure() throws Exception {
        server.raw("/health", "SSH-2.0-OpenSSH\r\n\r\n");

        assertThat(probe.look()).isEqualTo(Look.failed("no answer of HTTP"));
    }

    @Test
    void aServerThatIsGoneIsAFailure() throws Exception {
        server.close();

        assertThat(probe.look().failure()).isPresent();
    }

    @Test
    void aQuestionWithoutAnswerStaysOpenAndIsNotAskedTwice() throws Exception {
        server.silence("/slots");

        Look first = probe.look();
        Look second = probe.look();

        assertThat(first.failure()).isEmpty();
        assertThat(first.slots()).isEqualTo(new Slots.NotAsked());
        assertThat(first.waiting()).isGreaterThanOrEqualTo(Duration.ofMillis(199));
        assertThat(second.waiting()).isGreaterThan(first.waiting());
        assertThat(server.asked("/slots")).hasSize(1);
    }

    @Test
    void anAnswerThatCameLateIsToldByTheNextLookWhichAsksAgain() throws Exception {
        server.silence("/slots");
        probe.look();
        server.answerOnce("/slots", 200, WORKING.formatted(8));
        Awaitility.await().until(() -> !server.answers("/slots"));

        assertThat(seen(probe.look())).containsExactly(SlotProgress.generating(0, 4, 10, 8));
        Look next = probe.look();

        assertThat(next.slots()).isEqualTo(new Slots.NotAsked());
        assertThat(next.waiting()).isPositive();
        assertThat(server.asked("/slots")).hasSize(2);
    }

    @Test
    void aRefusedQuestionIsNotAskedAgain() throws Exception {
        server.answer("/slots", 501, "{\"error\":{}}");

        assertThat(probe.look()).isEqualTo(Look.of(new Slots.Unknown("/slots answered 501")));
        assertThat(probe.look()).isEqualTo(Look.of(new Slots.Unknown("/slots answered 501")));
        assertThat(server.asked("/slots")).hasSize(1);
    }

    @Test
    void aSleepingServerIsNotWoken() throws Exception {
        server.answer("/props", 200, "{\"is_sleeping\":true}");

        assertThat(probe.look()).isEqualTo(Look.of(new Slots.Asleep()));
        assertThat(server.asked("/slots")).isEmpty();
    }

    @Test
    void aServerThatWakesIsNotAskedForItsSlots() throws Exception {
        server.silence("/props");

        assertThat(probe.look()).isEqualTo(Look.of(new Slots.NotAsked()));
        assertThat(server.asked("/slots")).isEmpty();
    }

    @Test
    void anIdleServerThatMaySleepIsLeftAlone() throws Exception {
        try (LivenessProbe rare =
                new LivenessProbe(
                        server.url(), Optional.empty(), POLICY, Duration.ofSeconds(300))) {
            rare.look();
            assertThat(rare.look()).isEqualTo(Look.of(new Slots.NotAsked()));
            assertThat(server.asked("/slots")).hasSize(1);
        }
    }

    @Test
    void aBusyServerThatMaySleepIsAskedEachTime() throws Exception {
        server.answer("/slots", 200, WORKING.formatted(1));
        try (LivenessProbe rare =
                new LivenessProbe(
                        server.url(), Optional.empty(), POLICY, Duration.ofSeconds(300))) {
            rare.look();
            rare.look();
            assertThat(server.asked("/slots")).hasSize(2);
        }
    }

    @Test
    void withoutAStallTheSlotsAreNotAsked() throws Exception {
        LivenessPolicy policy =
                new LivenessPolicy(POLICY.every(), 3, Duration.ZERO, POLICY.probeTimeout());
        try (LivenessProbe health = new LivenessProbe(server.url(), Optional.empty(), policy)) {
            assertThat(health.look()).isEqualTo(Look.of(new Slots.NotAsked()));
        }
        assertThat(server.asked("/slots")).isEmpty();
    }

    @Test
    void anAnswerThatIsTooLargeIsUnknown() throws Exception {
        server.raw("/slots", "HTTP/1.1 200 OK\r\n\r\n" + " ".repeat(5 << 20));

        assertThat(probe.look()).isEqualTo(Look.of(new Slots.Unknown("/slots broke off")));
    }

    @Test
    void closingEndsAnOpenQuestion() throws Exception {
        server.silence("/slots");
        probe.look();

        probe.close();
        probe.close();

        assertThat(probe.look().slots()).isEqualTo(new Slots.Unknown("/slots broke off"));
    }

    @Test
    void aPathBeforeAllPathsIsKept() throws Exception {
        server.answer("/deep/health", 200, "{}");
        server.answer("/deep/props", 200, "{}");
        server.answer("/deep/slots", 200, "[]");
        try (LivenessProbe deep =
                new LivenessProbe(URI.create(server.url() + "/deep/"), Optional.empty(), POLICY)) {
            assertThat(seen(deep.look())).isEmpty();
        }
    }

    @Test
    void onlyHttpIsWatched() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new LivenessProbe(URI.create("https://x"), Optional.empty(), POLICY))
                .withMessage("a server is watched at http://host:port, not at https://x");
    }

    private static List<SlotProgress> seen(Look look) {
        return ((Slots.Seen) look.slots()).slots();
    }
}
