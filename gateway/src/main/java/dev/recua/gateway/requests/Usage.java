package dev.recua.gateway.requests;

import org.jspecify.annotations.Nullable;

/// What an engine counted for one request; null for what it did not say.
///
/// @param prompt          tokens of the whole prompt, those from the cache included
/// @param cached          of these, how many it did not have to read again
/// @param generated       tokens of the answer
/// @param tokensPerSecond generated, as the engine measured; above 0
public record Usage(
        @Nullable Integer prompt,
        @Nullable Integer cached,
        @Nullable Integer generated,
        @Nullable Double tokensPerSecond) {
    /// An engine that said nothing.
    public static final Usage NONE = new Usage(null, null, null, null);

    /// This and another part of the same answer. The engine measures each part by itself while they
    /// run side by side, so there is no rate of both.
    public Usage plus(Usage other) {
        return new Usage(
                sum(prompt, other.prompt),
                sum(cached, other.cached),
                sum(generated, other.generated),
                null);
    }

    private static @Nullable Integer sum(@Nullable Integer one, @Nullable Integer other) {
        if (one == null) return other;
        return other == null ? one : Integer.valueOf(one + other);
    }
}
