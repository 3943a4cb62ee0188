package dev.recua.client.recovery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What a client has for mending all of its requests.
///
/// @param random safe for any thread, as `java.util.Random` is
record Means(
        RecoveryPolicy policy,
        Purse budget,
        InstantSource clock,
        Sleeper sleeper,
        RandomGenerator random) {
    Instant now() {
        return clock.instant();
    }
}
