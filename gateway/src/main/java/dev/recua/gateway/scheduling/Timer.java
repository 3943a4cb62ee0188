package dev.recua.gateway.scheduling;

import java.time.Duration;

/// Calls back later, on the dispatcher's thread. Passed in, so that tests need no sleeps.
@FunctionalInterface
public interface Timer {
    /// Runs the task once, not before `delay` has passed.
    void after(Duration delay, Runnable task);
}
