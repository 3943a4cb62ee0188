package dev.recua.gateway.cli;

import java.time.Duration;

/// Lets time pass.
@FunctionalInterface
interface Pause {
    /// Returns after `time`.
    void of(Duration time) throws InterruptedException;
}
