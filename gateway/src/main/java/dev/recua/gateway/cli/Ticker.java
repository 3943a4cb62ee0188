package dev.recua.gateway.cli;

import java.time.Duration;
import java.util.function.Consumer;

/// Calls again and again, as time goes by.
@FunctionalInterface
interface Ticker {
    /// Calls `task` with the time since now: after `first`, then every `period`, until closed.
    Ticking every(Duration first, Duration period, Consumer<Duration> task);

    /// A ticking clock.
    interface Ticking extends AutoCloseable {
        /// Stops it; a call that is under way may still end.
        @Override
        void close();
    }

    /// By real time, on a virtual thread of its own.
    static Ticker ofRealTime() {
        return (first, period, task) -> {
            long start = System.nanoTime();
            Thread thread =
                    Thread.ofVirtual()
                            .name("recua-progress")
                            .start(() -> tick(first, period, task, start));
            return thread::interrupt;
        };
    }

    private static void tick(Duration first, Duration period, Consumer<Duration> task, long start) {
        try {
            Thread.sleep(first);
            while (!Thread.currentThread().isInterrupted()) {
                task.accept(Duration.ofNanos(System.nanoTime() - start));
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
