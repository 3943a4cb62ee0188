package dev.recua.client.wire;

import org.jspecify.annotations.Nullable;

/// How many tokens an answer took, as the engine counted them.
///
/// @param promptTokens tokens of the whole prompt
/// @param completionTokens tokens generated
/// @param totalTokens the sum of both
/// @param promptTokensDetails how many of the prompt's tokens needed no work; null when not said
/// @param completionTokensDetails what the generated tokens were; null when not said
@WireRecord
public record Usage(
        int promptTokens,
        int completionTokens,
        int totalTokens,
        @Nullable PromptTokensDetails promptTokensDetails,
        @Nullable CompletionTokensDetails completionTokensDetails) {

    /// Usage that does not say what the generated tokens were.
    public Usage(
            int promptTokens,
            int completionTokens,
            int totalTokens,
            @Nullable PromptTokensDetails promptTokensDetails) {
        this(promptTokens, completionTokens, totalTokens, promptTokensDetails, null);
    }

    /// What the prompt tokens were.
    ///
    /// @param cachedTokens prompt tokens that were still in the engine's cache
    @WireRecord
    public record PromptTokensDetails(int cachedTokens) {}

    /// What the generated tokens were.
    ///
    /// @param reasoningTokens tokens thought before the answer
    @WireRecord
    public record CompletionTokensDetails(int reasoningTokens) {}
}
