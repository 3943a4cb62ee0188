package dev.recua.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/// Times as this room needs them.
final class Clocks {
    private Clocks() {}

    /// Nanoseconds as milliseconds.
    static double millis(long nanos) {
        return nanos / 1e6;
    }

    /// Microseconds since 1970: comparable between processes of one machine.
    static long wallMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /// Lets time pass, where that is what is measured or a pause between two looks.
    static void pauseMillis(double millis) {
        long until = System.nanoTime() + (long) (millis * 1e6);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
