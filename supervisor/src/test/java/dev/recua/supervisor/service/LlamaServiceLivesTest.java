package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.watch.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whole services with lives by chance, among played servers: what the state machine promises holds
/// with everything that is around it.
class LlamaServiceLivesTest {
    private static final long SEED = 20261120;
    private static final int LIVES = 2000;
    private static final int STEPS = 60;

    private static final Logger LOG = Logger.getLogger(LlamaService.class.getName());

    /// Each life would be told in a hundred lines.
    @BeforeAll
    static void beSilent() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOG.setLevel(null);
    }

    @Test
    void everybodyWhoWaitedIsAnsweredAndNothingRunsInTheEnd() {
        for (int life = 0; life < LIVES; life++) {
            long seed = SEED + life;
            try {
                new Life(new SplittableRandom(seed)).live();
            } catch (AssertionError broken) {
                throw new AssertionError("life with seed " + seed + " broke a promise", broken);
            }
        }
    }

    private static final class Life {
        private final SplittableRandom random;
        private final PlayedWorld world = new PlayedWorld();
        private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

        Life(SplittableRandom random) {
            this.random = random;
        }

        void live() {
            for (int i = 0; i < STEPS; i++) {
                step();
                long alive = world.servers.stream().filter(PlayedServer::isAlive).count();
                assertThat(alive).as("servers alive").isLessThanOrEqualTo(1);
                assertThat(world.clock.alarms()).as("alarms").isLessThanOrEqualTo(1);
            }
            settle();
        }

        private void step() {
            switch (random.nextInt(14)) {
                case 0, 1 -> waiting.add(world.service.start());
                case 2 -> waiting.add(world.service.stop());
                case 3 -> waiting.add(world.service.terminate());
                case 4 -> waiting.add(world.service.kill());
                case 5 ->
                        world.service.suspect(random.nextLong(world.servers.size() + 1L), "silent");
                case 6 -> world.verdicts.add(new Verdict.Hung("silent"));
                case 7, 8 -> world.clock.advance(Duration.ofMillis(random.nextInt(70_000)));
                default -> serverDoes();
            }
        }

        private void serverDoes() {
            if (world.servers.isEmpty()) return;
            PlayedServer server = world.servers.get(random.nextInt(world.servers.size()));
            switch (random.nextInt(5)) {
                case 0, 1 -> world.server().comesUp();
                case 2 -> server.failsToStart(PlayedServer.failure(Cause.EXITED));
                case 3 -> server.failsToStart(PlayedServer.tooLate());
                default -> server.ends(random.nextInt(140));
            }
        }

        private void settle() {
            waiting.add(world.service.stop());
            List.copyOf(world.servers).forEach(server -> server.ends(0));
            int made = world.servers.size();
            world.clock.advance(Duration.ofHours(1));
            assertThat(world.servers).as("servers after the last stop").hasSize(made);
            assertThat(waiting).allMatch(CompletableFuture::isDone);
            assertThat(world.service.getState().status()).isEqualTo(LlamaServiceStatus.INITIAL);
            assertThat(world.clock.alarms()).isZero();
        }
    }
}
