package dev.recua.client.config;

import dev.recua.client.wire.SamplingOptions;
import org.jspecify.annotations.Nullable;

/// How a provider's requests sample when the request itself does not say; null is left to the
/// server.
///
/// @param temperature   0 to 2
/// @param topP          0 to 1
/// @param topK          0 to 100; 0 is llama.cpp's "all"
/// @param repeatPenalty 0 to 2
/// @param mirostat      0, 1 or 2
/// @param mirostatTau   0 to 10
/// @param mirostatEta   0 to 1
public record Sampling(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double repeatPenalty,
        @Nullable Integer mirostat,
        @Nullable Double mirostatTau,
        @Nullable Double mirostatEta) {
    /// Nothing set.
    public static final Sampling UNSET = new Sampling(null, null, null, null, null, null, null);

    /// The defaults of source 002's schema, said aloud.
    public static final Sampling DEFAULT = new Sampling(0.8, 0.95, 40, 1.1, 0, 5.0, 0.1);

    /// @throws IllegalArgumentException with the key, when a value is out of its range
    public Sampling {
        Keys.TEMPERATURE.require(temperature);
        Keys.TOP_P.require(topP);
        Keys.TOP_K.require(topK);
        Keys.REPEAT_PENALTY.require(repeatPenalty);
        Keys.MIROSTAT.require(mirostat);
        Keys.MIROSTAT_TAU.require(mirostatTau);
        Keys.MIROSTAT_ETA.require(mirostatEta);
    }

    /// As a request says it: what [dev.recua.client.wire.ChatRequest#withDefaults] takes.
    public SamplingOptions asOptions() {
        return new SamplingOptions(
                temperature,
                topP,
                null,
                null,
                null,
                null,
                topK,
                null,
                null,
                repeatPenalty,
                null,
                mirostat,
                mirostatTau,
                mirostatEta);
    }
}
