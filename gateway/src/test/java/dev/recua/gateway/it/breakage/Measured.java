package dev.recua.gateway.it.breakage;

import java.util.concurrent.TimeUnit;

/// Prints what was measured, for the log of the build.
final class Measured {
    private Measured() {}

    static void ms(String what, long nanos) {
        System.out.printf("measured: %s: %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
