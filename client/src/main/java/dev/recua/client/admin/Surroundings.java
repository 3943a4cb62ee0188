package dev.recua.client.admin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/// What a subscription has from outside.
///
/// @param clock  for how long a connection stood
/// @param chance 0 to 1
record Surroundings(InstantSource clock, Sleeper sleeper, DoubleSupplier chance) {
    /// This machine's.
    static final Surroundings USUAL =
            new Surroundings(
                    InstantSource.system(),
                    Thread::sleep,
                    () -> ThreadLocalRandom.current().nextDouble());

    /// Waits.
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration length) throws InterruptedException;
    }
}
