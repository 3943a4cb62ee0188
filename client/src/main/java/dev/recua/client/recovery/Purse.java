package dev.recua.client.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The [RetryBudget] of one client, which all of its requests pay from. Any thread.
final class Purse {
    private final AtomicReference<RetryBudget> budget;

    Purse(RetryBudget budget) {
        this.budget = new AtomicReference<>(budget);
    }

    /// Pays for one request that is sent again.
    ///
    /// @return empty when it is paid; else how long until there is enough
    Optional<Duration> pay(Instant now) {
        while (true) {
            RetryBudget had = budget.get();
            RetryBudget has = had.at(now);
            if (!has.allows()) return Optional.of(has.untilNext());
            if (budget.compareAndSet(had, has.spent())) return Optional.empty();
        }
    }

    /// An answer came.
    void answered(Instant now) {
        budget.updateAndGet(it -> it.at(now).answered());
    }
}
