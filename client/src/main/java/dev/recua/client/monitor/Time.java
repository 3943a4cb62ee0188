package dev.recua.client.monitor;

import java.time.Duration;
import java.time.Instant;

/// Where a monitor's time comes from.
interface Time {
    /// The time of this machine.
    Time SYSTEM =
            new Time() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void sleep(Duration length) throws InterruptedException {
                    Thread.sleep(length);
                }
            };

    /// For people.
    Instant now();

    /// For differences: nanoseconds since anything.
    long nanos();

    /// Waits, or not when `length` is 0 or less.
    void sleep(Duration length) throws InterruptedException;
}
