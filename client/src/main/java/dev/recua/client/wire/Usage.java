package dev.recua.client.wire;

import org.jspecify.annotations.Nullable;

/// How many tokens an answer took, as the engine counted them.
///
/// @param promptTokens tokens of the whole prompt
/// @param completionTokens tokens generated
/// @param totalTokens the sum of both
/// @param promptTokensDetails how many of the prompt's tokens needed no work; null when not said
@WireRecord
public record Usage(
        int promptTokens,
        int completionTokens,
        int totalTokens,
        @Nullable PromptTokensDetails promptTokensDetails) {

    /// What the prompt tokens were.
    ///
    /// @param cachedTokens prompt tokens that were still in the engine's cache
    @WireRecord
    public record PromptTokensDetails(int cachedTokens) {}
}
