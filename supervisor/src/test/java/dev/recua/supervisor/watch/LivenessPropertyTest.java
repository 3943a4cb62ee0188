package dev.recua.supervisor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.watch.Liveness.Step;
import dev.recua.supervisor.watch.Liveness.Watched;
import dev.recua.supervisor.watch.Verdict.Hung;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two thousand servers that are watched on a clock of their own, by seed: with any policy, what
/// moves once per stall is never hung, and what stands still is found in time.
class LivenessPropertyTest {

    private static final int SERVERS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aServerThatMovesOncePerStallIsNeverHungAndOneThatStandsStillIsFoundInTime(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < SERVERS; i++) {
            LivenessPolicy policy = policy(random);
            Simulated server = new Simulated(random, policy);
            String which = "seed " + seed + ", server " + i + ": " + policy + ", " + server;

            long hungAt = server.watchUntilHung();

            assertThat(hungAt).as(which).isGreaterThan(server.stopsAt);
            assertThat(hungAt - server.stopsAt)
                    .as(which)
                    .isLessThanOrEqualTo(
                            policy.stall()
                                    .plus(policy.every())
                                    .plus(policy.probeTimeout())
                                    .toMillis());
        }
    }

    private static LivenessPolicy policy(Random random) {
        Duration every = Duration.ofMillis(random.nextInt(20, 40_000));
        return new LivenessPolicy(
                every,
                1 + random.nextInt(5),
                Duration.ofMillis(random.nextInt(20, 100_000)),
                Duration.ofMillis(random.nextInt(2, 10_000)));
    }

    /// A server in whose slots something moves at `moves`, and never after the last of them. It
    /// answers at once, or (an older build) when something moves. All times are milliseconds.
    private static final class Simulated {
        private final LivenessPolicy policy;
        private final List<Long> moves = new ArrayList<>();
        private final boolean answersBetweenBatches;
        private final long stopsAt;
        private Optional<Long> asked = Optional.empty();

        Simulated(Random random, LivenessPolicy policy) {
            this.policy = policy;
            this.answersBetweenBatches = random.nextBoolean();
            int longest = Math.toIntExact(policy.stall().toMillis());
            long at = 0;
            moves.add(at);
            for (int i = random.nextInt(60); i > 0; i--) {
                at += random.nextBoolean() ? longest - 1 : random.nextInt(longest);
                moves.add(at);
            }
            stopsAt = at;
        }

        long watchUntilHung() {
            long now = 0;
            Watched watched = Liveness.begin(Duration.ZERO);
            while (true) {
                Looked looked = look(now);
                now = looked.endedAt();
                Step step = Liveness.next(watched, looked.look(), Duration.ofMillis(now), policy);
                if (step.verdict() instanceof Hung) return now;
                watched = step.watched();
                assertThat(step.pause()).isPositive().isLessThanOrEqualTo(policy.every());
                now += Math.max(1, step.pause().toMillis());
            }
        }

        private record Looked(Look look, long endedAt) {}

        /// As [LivenessProbe#look] does it.
        private Looked look(long now) {
            if (!answersBetweenBatches) return new Looked(Look.of(slots(now)), now);
            Optional<Long> earlier = asked.flatMap(this::answer).filter(at -> at <= now);
            if (asked.isEmpty() || earlier.isPresent()) asked = Optional.of(now);
            long until = now + policy.probeTimeout().toMillis();
            Optional<Long> fresh = answer(asked.orElseThrow()).filter(at -> at <= until);
            long end = fresh.orElse(until);
            Optional<Look.Slots> seen = fresh.or(() -> earlier).map(at -> seen(at, end));
            Duration waiting = Duration.ofMillis(end - asked.orElseThrow());
            if (fresh.isPresent()) asked = Optional.empty();
            return new Looked(
                    new Look(
                            Optional.empty(),
                            seen.orElseGet(Look.Slots.NotAsked::new),
                            fresh.isPresent() ? Duration.ZERO : waiting),
                    end);
        }

        private Look.Slots seen(long at, long now) {
            return new Look.Slots.Seen(slots(at), Duration.ofMillis(now - at));
        }

        /// When a question is answered: at the next movement.
        private Optional<Long> answer(long question) {
            return moves.stream().filter(move -> move >= question).findFirst();
        }

        private List<SlotProgress> slots(long at) {
            long count = moves.stream().filter(move -> move <= at).count();
            return List.of(SlotProgress.idle(0), SlotProgress.generating(1, 7, 12, count));
        }

        @Override
        public String toString() {
            return "moves " + moves + ", answers between batches " + answersBetweenBatches;
        }
    }
}
