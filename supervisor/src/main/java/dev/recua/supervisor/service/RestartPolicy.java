package dev.recua.supervisor.service;

import java.time.Duration;

/// How a service comes back after a crash: after `first`, then after twice as long each time, up to
/// `cap`.
///
/// @param max          restarts before it is given up; 0: none
/// @param first        wait before the first restart; more than zero
/// @param cap          longest wait; at least `first`
/// @param jitter       part of each wait that is random, 0 to 1
/// @param healthyAfter ready for so long sets the count back to 0; more than zero
public record RestartPolicy(
        int max, Duration first, Duration cap, double jitter, Duration healthyAfter) {

    /// 5 restarts after 1, 2, 4, 8 and 16 s, without jitter; well again after 60 s.
    public static final RestartPolicy DEFAULT =
            new RestartPolicy(
                    5, Duration.ofSeconds(1), Duration.ofSeconds(30), 0, Duration.ofSeconds(60));

    public RestartPolicy {
        if (max < 0) throw new IllegalArgumentException("max is negative: " + max);
        if (!first.isPositive())
            throw new IllegalArgumentException("first must be positive, was " + first);
        if (cap.compareTo(first) < 0)
            throw new IllegalArgumentException("cap " + cap + " is below first " + first);
        if (!(jitter >= 0 && jitter <= 1))
            throw new IllegalArgumentException("jitter must be 0 to 1, was " + jitter);
        if (!healthyAfter.isPositive())
            throw new IllegalArgumentException(
                    "healthyAfter must be positive, was " + healthyAfter);
    }
}
