package dev.recua.gateway.config;

import java.time.Duration;

/// What the records of this package insist on. Apart from them, so that no record's class needs
/// another's to be ready.
final class Require {
    private Require() {}

    static void notNegative(String name, Duration value) {
        if (value.isNegative()) throw new IllegalArgumentException(name + " is negative: " + value);
    }

    static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be more than 0: " + value);
        }
    }

    static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ", was " + value);
        }
    }
}
