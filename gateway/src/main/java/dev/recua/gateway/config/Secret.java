package dev.recua.gateway.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// A text that must not be seen: `toString` masks it, comparing takes the same time whatever the
/// guess.
///
/// Immutable, safe to share.
public final class Secret {
    private final String text;
    private final byte[] digest;

    private Secret(String text) {
        this.text = text;
        this.digest = sha256(text);
    }

    /// Reads a key.
    ///
    /// @param text visible ASCII, since it travels in a header; blanks around it are dropped
    /// @throws BadValue when it is blank or has other characters; the message never repeats them
    public static Secret parse(String text) {
        String key = text.strip();
        if (key.isEmpty()) throw new BadValue("is empty", "Write a key, or leave it out.");
        if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new BadValue(
                    "has a character that a header cannot carry",
                    "Use visible ASCII characters without spaces.");
        }
        return new Secret(key);
    }

    /// Whether the guess is this secret, in a time that tells nothing about how much of it was
    /// right.
    public boolean matches(String guess) {
        return MessageDigest.isEqual(digest, sha256(guess));
    }

    /// The text itself, for the one place that sends it. Never for a log, an argument list or an
    /// error.
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
