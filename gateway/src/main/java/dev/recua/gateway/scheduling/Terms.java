package dev.recua.gateway.scheduling;

import java.time.Duration;

/// What a model's files and settings mean for its child.
///
/// @param fingerprint of files and settings: only a child that was started with the same one may
///     serve a request
/// @param parallel    requests of [Use#WORK] that one child works on at once, at least 1
/// @param idleUnload  how long the child may stay unused; `Duration.ZERO` keeps it
/// @param elsewhere   whether it is a server that somebody else runs: it takes no room
public record Terms(String fingerprint, int parallel, Duration idleUnload, boolean elsewhere) {
    public Terms {
        if (parallel < 1)
            throw new IllegalArgumentException("parallel must be at least 1, was " + parallel);
        if (idleUnload.isNegative())
            throw new IllegalArgumentException("idleUnload is negative: " + idleUnload);
    }

    /// Of a child of ours.
    public Terms(String fingerprint, int parallel, Duration idleUnload) {
        this(fingerprint, parallel, idleUnload, false);
    }
}
