package dev.recua.client.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A key. Its text form and its JSON are masked, so that no log, message, file or debugger shows it
/// by accident. Immutable.
public final class Secret {
    private static final String MASK = "****";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// A key as it stands somewhere.
    ///
    /// @throws IllegalArgumentException when it is blank or cannot stand in a header; the message
    ///     does not repeat it
    public static Secret of(String value) {
        if (value.isBlank()) throw new IllegalArgumentException("the key is blank");
        if (value.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            throw new IllegalArgumentException(
                    "the key has a character that no header can carry (a space, a line end, or none of ASCII)");
        }
        return new Secret(value);
    }

    /// The key itself: for the header, for nothing else.
    public String reveal() {
        return value;
    }

    /// Takes the same time whatever the guess.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(bytes(value), bytes(secret.value));
    }

    /// The same for all, so that it tells nothing of the key.
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    /// `****`, whatever the key is.
    @Override
    @JsonValue
    public String toString() {
        return MASK;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
