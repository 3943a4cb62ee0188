package dev.recua.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SEED = 7;

    @Test
    void aFullBucketPaysForTwentyAndNoMore() {
        RetryBudget budget = RetryBudget.usual(NOW);
        for (int i = 0; i < 20; i++) {
            assertThat(budget.allows()).isTrue();
            budget = budget.spent();
        }

        assertThat(budget.allows()).isFalse();
        assertThat(budget.untilNext()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void oneComesBackEveryFiveSeconds() {
        RetryBudget empty = empty();

        assertThat(empty.at(NOW.plusSeconds(4)).allows()).isFalse();
        assertThat(empty.at(NOW.plusSeconds(5)).allows()).isTrue();
        assertThat(empty.at(NOW.plusSeconds(3600)).tokens()).isEqualTo(20);
    }

    @Test
    void tenAnswersGiveOneBack() {
        RetryBudget budget = empty();
        for (int i = 0; i < 10; i++) budget = budget.answered();

        assertThat(budget.tokens()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aClockThatGoesBackTakesNothingAway() {
        RetryBudget budget = RetryBudget.usual(NOW).spent();

        assertThat(budget.at(NOW.minusSeconds(60))).isEqualTo(budget);
    }

    @Test
    void whateverHappensResendsStayWithinTwentyAndTheRefill() {
        var random = new Random(SEED);
        RetryBudget budget = RetryBudget.usual(NOW);
        Instant now = NOW;
        int resends = 0;
        int answers = 0;
        for (int i = 0; i < 20_000; i++) {
            now = now.plusMillis(random.nextInt(100));
            budget = budget.at(now);
            if (random.nextInt(10) == 0) {
                budget = budget.answered();
                answers++;
            } else if (budget.allows()) {
                budget = budget.spent();
                resends++;
            }
            double most = 20 + Duration.between(NOW, now).toMillis() / 5000.0 + answers * 0.1;
            assertThat((double) resends).as("seed %d", SEED).isLessThanOrEqualTo(most + 1e-6);
        }
    }

    private static RetryBudget empty() {
        RetryBudget budget = RetryBudget.usual(NOW);
        while (budget.allows()) budget = budget.spent();
        return budget;
    }
}
