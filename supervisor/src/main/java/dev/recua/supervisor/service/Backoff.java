package dev.recua.supervisor.service;

import java.time.Duration;

/// How long to wait before restart n: `first` · 2ⁿ⁻¹, never more than `cap`, and of that a random
/// part less.
///
/// With the defaults 1, 2, 4, 8 and 16 s: 31 s of waiting in all before a service is given up. The
/// time that the attempts take comes on top.
///
/// @param first  wait before the first restart; more than zero
/// @param cap    longest wait; at least `first`
/// @param jitter which part of a wait may be taken away, 0 to 1: many services that fell together
///     then do not come back together
record Backoff(Duration first, Duration cap, double jitter) {
    Backoff {
        if (!first.isPositive())
            throw new IllegalArgumentException("first must be positive, was " + first);
        if (cap.compareTo(first) < 0)
            throw new IllegalArgumentException("cap " + cap + " is below first " + first);
        if (!(jitter >= 0 && jitter <= 1))
            throw new IllegalArgumentException("jitter must be 0 to 1, was " + jitter);
    }

    static Backoff of(RestartPolicy policy) {
        return new Backoff(policy.first(), policy.cap(), policy.jitter());
    }

    /// The wait before restart `n`.
    ///
    /// @param n    from 1
    /// @param luck a random number, 0 (the whole wait) to 1 (the whole jitter is taken away)
    Duration before(int n, double luck) {
        if (n < 1) throw new IllegalArgumentException("n must be at least 1, was " + n);
        Duration whole = whole(n);
        return whole.minusNanos((long) (whole.toNanos() * jitter * luck));
    }

    private Duration whole(int n) {
        Duration wait = first;
        for (int i = 1; i < n && wait.compareTo(cap) < 0; i++) wait = wait.multipliedBy(2);
        return wait.compareTo(cap) < 0 ? wait : cap;
    }
}
