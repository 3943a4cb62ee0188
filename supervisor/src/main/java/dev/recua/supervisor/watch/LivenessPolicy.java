package dev.recua.supervisor.watch;

import java.time.Duration;

/// How a server that is ready is watched.
///
/// @param every        pause between two looks; zero: it is not watched
/// @param failures     failed looks in a row that make it count as hung; at least 1
/// @param stall        a request under way without any progress for so long counts as a hang;
///     zero: never
/// @param probeTimeout of one question; more than zero
public record LivenessPolicy(Duration every, int failures, Duration stall, Duration probeTimeout) {

    /// Every 30 s, 3 failures, 60 s without progress, 5 s for a question.
    public static final LivenessPolicy DEFAULT =
            new LivenessPolicy(
                    Duration.ofSeconds(30), 3, Duration.ofSeconds(60), Duration.ofSeconds(5));

    public LivenessPolicy {
        if (every.isNegative()) throw new IllegalArgumentException("every is negative: " + every);
        if (failures < 1)
            throw new IllegalArgumentException("failures must be at least 1, was " + failures);
        if (stall.isNegative()) throw new IllegalArgumentException("stall is negative: " + stall);
        if (!probeTimeout.isPositive())
            throw new IllegalArgumentException("probeTimeout must be positive: " + probeTimeout);
    }
}
