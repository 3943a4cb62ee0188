package dev.recua.models.gguf;

import java.util.List;

/// One metadata value.
public sealed interface GgufValue {

    ValueType type();

    /// A whole number. Unsigned 64-bit values above `Long.MAX_VALUE` appear negative, as bits.
    record Whole(ValueType type, long value) implements GgufValue {}

    /// A floating-point number, 32 or 64 bits.
    record Real(ValueType type, double value) implements GgufValue {}

    record Flag(boolean value) implements GgufValue {
        @Override
        public ValueType type() {
            return ValueType.BOOL;
        }
    }

    /// A text.
    ///
    /// @param value the text, or its beginning when it is longer than [GgufReader#TEXT_KEPT];
    ///     bytes that are no UTF-8 are replaced
    /// @param bytes its whole length in the file
    record Text(String value, long bytes) implements GgufValue {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// A list. Token lists have hundreds of thousands of elements, so only the first are kept.
    ///
    /// @param count how many the file has
    /// @param first up to 512 numbers, or up to 8 texts
    record Array(ValueType elements, long count, List<GgufValue> first) implements GgufValue {
        public Array {
            first = List.copyOf(first);
        }

        @Override
        public ValueType type() {
            return ValueType.ARRAY;
        }

        /// Whether `first` is all of it.
        public boolean isWhole() {
            return first.size() == count;
        }
    }
}
