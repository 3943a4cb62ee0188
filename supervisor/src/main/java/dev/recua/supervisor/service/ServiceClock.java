package dev.recua.supervisor.service;

import java.time.Duration;

/// Time as a service sees it: passed in, so that tests can move it. Safe from any thread.
interface ServiceClock {
    /// Since some moment in the past; never goes back.
    Duration now();

    /// Runs `then` once, on a thread of its own, when `wait` is over.
    Alarm in(Duration wait, Runnable then);

    /// Something that will happen later.
    @FunctionalInterface
    interface Alarm {
        /// It does not happen any more, unless it is happening right now. Twice is harmless.
        void cancel();
    }

    /// The clock of this machine. An alarm is a virtual thread that sleeps; cancelling ends it.
    static ServiceClock system(String name) {
        long origin = System.nanoTime();
        return new ServiceClock() {
            @Override
            public Duration now() {
                return Duration.ofNanos(System.nanoTime() - origin);
            }

            @Override
            public Alarm in(Duration wait, Runnable then) {
                Thread sleeper =
                        Thread.ofVirtual()
                                .name("service-alarm-" + name)
                                .start(() -> sleepThen(wait, then));
                return sleeper::interrupt;
            }
        };
    }

    private static void sleepThen(Duration wait, Runnable then) {
        try {
            if (wait.isPositive()) Thread.sleep(wait);
        } catch (InterruptedException cancelled) {
            return;
        }
        then.run();
    }
}
