package dev.recua.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconnectTest {
    private static List<Long> waits(Reconnect reconnect, double chance, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> reconnect.wait(i, chance, Optional.empty()))
                .flatMap(Optional::stream)
                .map(Duration::toMillis)
                .toList();
    }

    @Test
    void fiveAttemptsAreOneToFiveSecondsApart() {
        assertThat(waits(Reconnect.DEFAULT, 1, 9))
                .containsExactly(1000L, 2000L, 4000L, 5000L, 5000L);
        assertThat(waits(Reconnect.DEFAULT, 0, 9))
                .containsExactly(1000L, 1000L, 2000L, 2500L, 2500L);
    }

    @Test
    void everyWaitOfAnyChanceStaysWithinItsLimits() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            Duration wait =
                    Reconnect.FOREVER
                            .wait(random.nextInt(100_000), random.nextDouble(), Optional.empty())
                            .orElseThrow();
            assertThat(wait)
                    .as("seed %d", seed)
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
        }
    }

    @Test
    void whatTheServerWantsIsTheLeast() {
        assertThat(Reconnect.DEFAULT.wait(0, 1, Optional.of(Duration.ofSeconds(12))))
                .contains(Duration.ofSeconds(12));
        assertThat(Reconnect.DEFAULT.wait(3, 1, Optional.of(Duration.ofSeconds(2))))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void neverIsNever() {
        assertThat(waits(Reconnect.NEVER, 1, 3)).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new Reconnect(-1, Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .hasMessage("attempts must be at least 0, was -1");
        assertThatThrownBy(() -> new Reconnect(1, Duration.ofSeconds(3), Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
