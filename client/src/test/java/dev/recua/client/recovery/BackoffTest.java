package dev.recua.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SEED = 20_261_120;

    @Test
    void waitsDoubleFromOneSecondToTen() {
        List<Long> waits =
                IntStream.rangeClosed(1, 7)
                        .mapToObj(time -> Backoff.USUAL.nominal(time).toSeconds())
                        .toList();

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 10L, 10L, 10L);
    }

    @Test
    void chanceMovesAWaitByAFifthAndNeverAboveTheCap() {
        var random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            int time = 1 + random.nextInt(10);
            Duration nominal = Backoff.USUAL.nominal(time);

            Duration wait = Backoff.USUAL.wait(time, random);

            assertThat(wait)
                    .as("seed %d, time %d", SEED, time)
                    .isBetween(
                            nominal.multipliedBy(8).dividedBy(10),
                            nominal.multipliedBy(12).dividedBy(10))
                    .isLessThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void clientsThatFailedTogetherDoNotComeBackTogether() {
        var random = new Random(SEED);

        long different =
                IntStream.range(0, 100)
                        .mapToObj(client -> Backoff.USUAL.wait(1, random))
                        .distinct()
                        .count();

        assertThat(different).isGreaterThan(95);
    }
}
