package dev.recua.gateway.scheduling;

import java.time.Duration;

/// How many requests wait for one model, and for how long (`queue.*`).
///
/// @param maxWaiting for one model, whatever they wait for; 0 is no limit
/// @param maxWait    of one request; zero is no limit
public record QueueLimits(int maxWaiting, Duration maxWait) {
    public QueueLimits {
        if (maxWaiting < 0)
            throw new IllegalArgumentException("maxWaiting is negative: " + maxWaiting);
        if (maxWait.isNegative())
            throw new IllegalArgumentException("maxWait is negative: " + maxWait);
    }

    boolean isFull(int waiting) {
        return maxWaiting > 0 && waiting >= maxWaiting;
    }
}
