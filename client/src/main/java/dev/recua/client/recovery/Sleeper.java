package dev.recua.client.recovery;

import java.time.Duration;

/// How waiting is done: in earnest, or by moving a test's clock.
@FunctionalInterface
public interface Sleeper {
    /// Lets `time` pass; comes back sooner when the request is cancelled meanwhile.
    void sleep(Duration time, Cancellation cancellation) throws InterruptedException;

    /// Waits in earnest.
    static Sleeper real() {
        return (time, cancellation) -> {
            if (cancellation.await(time)) return; // the caller looks
        };
    }
}
