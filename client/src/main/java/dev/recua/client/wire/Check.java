package dev.recua.client.wire;

import org.jspecify.annotations.Nullable;

/// Says no to numbers that no server takes, in words that name the option, its range and what was
/// given.
final class Check {
    private Check() {}

    static void range(String name, @Nullable Double value, double from, double to) {
        if (value != null && !(value >= from && value <= to)) {
            throw new IllegalArgumentException(
                    "%s must be from %s to %s, was %s"
                            .formatted(name, plain(from), plain(to), value));
        }
    }

    static void atLeast(String name, @Nullable Double value, double from) {
        if (value != null && !(value >= from && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "%s must be a number of at least %s, was %s"
                            .formatted(name, plain(from), value));
        }
    }

    static void atLeast(String name, @Nullable Integer value, int from) {
        if (value != null && value < from) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, was %d".formatted(name, from, value));
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
