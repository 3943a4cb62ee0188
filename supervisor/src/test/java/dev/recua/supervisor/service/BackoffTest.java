package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff usual = Backoff.of(RestartPolicy.DEFAULT);

    @Test
    void theWaitsAreOneTwoFourEightAndSixteenSeconds() {
        assertThat(waits(5)).containsExactly(1L, 2L, 4L, 8L, 16L);
    }

    @Test
    void fiveRestartsWaitThirtyOneSecondsInAll() {
        assertThat(waits(5).stream().mapToLong(Long::longValue).sum()).isEqualTo(31);
    }

    @Test
    void noWaitIsLongerThanThirtySeconds() {
        assertThat(waits(8)).endsWith(30L, 30L, 30L);
        assertThat(usual.before(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void jitterTakesAwayItsPartAtMostAndNeverAdds() {
        var jittered = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.25);
        assertThat(jittered.before(3, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(jittered.before(3, 1)).isEqualTo(Duration.ofSeconds(3));
        var random = new SplittableRandom(7);
        for (int i = 0; i < 1000; i++)
            assertThat(jittered.before(3, random.nextDouble()))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void withoutJitterLuckDoesNotMatter() {
        assertThat(usual.before(2, 0.99)).isEqualTo(usual.before(2, 0));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> usual.before(0, 0)).hasMessageContaining("at least 1, was 0");
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), 0))
                .hasMessageContaining("first");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
                .hasMessageContaining("cap");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 1.5))
                .hasMessageContaining("jitter");
    }

    private List<Long> waits(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(i -> usual.before(i, 0).toSeconds()).toList();
    }
}
