package dev.recua.client.recovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a failed request is sent again: twice as long each time, up to a cap,
/// and
/// a little more or less by chance, so that many clients that failed together do not come back
/// together.
///
/// @param first  before the first time, above zero
/// @param cap    never longer than this, at least `first`
/// @param jitter by which share a wait may be longer or shorter, 0 to below 1
public record Backoff(Duration first, Duration cap, double jitter) {
    /// 1, 2, 4, 8, 10, 10, … seconds, each a fifth more or less, none above 10 s.
    public static final Backoff USUAL =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 0.2);

    public Backoff {
        if (!first.isPositive()) {
            throw new IllegalArgumentException("first must be above zero, was " + first);
        }
        if (cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("cap %s is below first %s".formatted(cap, first));
        }
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException("jitter must be 0 to below 1, was " + jitter);
        }
    }

    /// The wait before a request is sent again for the `time`-th time, without chance.
    ///
    /// @param time from 1
    public Duration nominal(int time) {
        if (time < 1) throw new IllegalArgumentException("time must be at least 1, was " + time);
        Duration wait = first;
        for (int i = 1; i < time && wait.compareTo(cap) < 0; i++) wait = wait.multipliedBy(2);
        return shorter(wait, cap);
    }

    /// The same with chance: between `nominal · (1 - jitter)` and `nominal · (1 + jitter)`, and
    /// never above the cap.
    public Duration wait(int time, RandomGenerator random) {
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return shorter(Duration.ofNanos((long) (nominal(time).toNanos() * factor)), cap);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
