package dev.recua.client.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// How long the engine took, as llama-server measures it.
///
/// @param cacheN prompt tokens found in the cache
/// @param promptN prompt tokens that were evaluated
/// @param promptMs milliseconds for them
/// @param promptPerSecond prompt tokens per second
/// @param predictedN tokens generated
/// @param predictedMs milliseconds for them
/// @param predictedPerSecond generated tokens per second, the first token left out
/// @param draftN tokens that a draft model proposed; null without one
/// @param draftNAccepted of these, taken
@WireRecord
public record Timings(
        @JsonProperty("cache_n") int cacheN,
        @JsonProperty("prompt_n") int promptN,
        double promptMs,
        double promptPerSecond,
        @JsonProperty("predicted_n") int predictedN,
        double predictedMs,
        double predictedPerSecond,
        @JsonProperty("draft_n") @Nullable Integer draftN,
        @JsonProperty("draft_n_accepted") @Nullable Integer draftNAccepted) {

    /// Timings without a draft model.
    public Timings(
            int cacheN,
            int promptN,
            double promptMs,
            double promptPerSecond,
            int predictedN,
            double predictedMs,
            double predictedPerSecond) {
        this(
                cacheN,
                promptN,
                promptMs,
                promptPerSecond,
                predictedN,
                predictedMs,
                predictedPerSecond,
                null,
                null);
    }
}
