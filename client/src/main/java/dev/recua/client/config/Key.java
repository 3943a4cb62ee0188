package dev.recua.client.config;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One key of the configuration.
///
/// @param name     as in the file
/// @param kind     what it takes
/// @param standard what counts when it is missing, as JSON writes it, or [Keys#SERVERS]; empty when
///     that needs more words
/// @param meaning  one line, for the schema
record Key(String name, Kind kind, String standard, String meaning) {
    /// What happens without it, as a sentence; empty where that needs more words.
    Optional<String> without() {
        if (standard.isEmpty()) return Optional.empty();
        return Optional.of(
                standard.equals(Keys.SERVERS)
                        ? "Without it, the server decides."
                        : "Without it, it is " + standard + ".");
    }

    /// Checks a value that a program sets; null is not set.
    ///
    /// @throws IllegalArgumentException when it is out of range
    void require(@Nullable Number value) {
        if (value == null) return;
        boolean fits =
                switch (kind) {
                    case Kind.Whole whole ->
                            value.longValue() >= whole.least() && value.longValue() <= whole.most();
                    // Also false for NaN.
                    case Kind.Real real ->
                            value.doubleValue() >= real.least()
                                    && value.doubleValue() <= real.most();
                    case Kind.OneOf one -> one.numbers().contains(value.intValue());
                    default -> throw new IllegalStateException(name + " takes no number");
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    name + " must be " + kind.allowed() + ", was " + plain(value));
        }
    }

    private static String plain(Number value) {
        return value instanceof Double number && Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : value.toString();
    }
}
