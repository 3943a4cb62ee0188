package dev.recua.gateway.config;

import java.util.Optional;
import java.util.function.Function;

/// A setting that the user fixed, or left to us with `auto`.
///
/// @param <T> what it is when it is fixed
public sealed interface OrAuto<T> {
    /// We choose.
    record Auto<T>() implements OrAuto<T> {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /// The user chose.
    record Fixed<T>(T value) implements OrAuto<T> {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    static <T> OrAuto<T> auto() {
        return new Auto<>();
    }

    static <T> OrAuto<T> of(T value) {
        return new Fixed<>(value);
    }

    /// The user's choice, if there is one.
    default Optional<T> fixed() {
        return switch (this) {
            case Auto<T> _ -> Optional.empty();
            case Fixed<T>(T value) -> Optional.of(value);
        };
    }

    /// Reads `auto`, or what `parser` reads.
    static <T> OrAuto<T> parse(String text, Function<String, T> parser) {
        return text.equals("auto") ? auto() : of(parser.apply(text));
    }
}
