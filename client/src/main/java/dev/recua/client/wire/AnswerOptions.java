package dev.recua.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What kind of answer a request wants. What is null is not sent.
///
/// @param maxTokens the most tokens to generate, at least 1
/// @param n how many answers, at least 1; llama-server gives at most as many as it has slots
/// @param stop texts that end the answer; they are no part of it
/// @param logprobs whether to tell how likely each token was
/// @param topLogprobs how many likely tokens to tell for each place, at least 0; needs `logprobs`
/// @param responseFormat a [ResponseFormat]
/// @param reasoningEffort how much a reasoning model should think: `low`, `medium`, `high`, and
/// with
///     llama-server `none`
/// @param user whom the provider should think of as the asker
@WireRecord
public record AnswerOptions(
        @Nullable Integer maxTokens,
        @Nullable Integer n,
        @Nullable List<String> stop,
        @Nullable Boolean logprobs,
        @Nullable Integer topLogprobs,
        @Nullable JsonNode responseFormat,
        @Nullable String reasoningEffort,
        @Nullable String user) {
    public AnswerOptions {
        Check.atLeast("maxTokens", maxTokens, 1);
        Check.atLeast("n", n, 1);
        Check.atLeast("topLogprobs", topLogprobs, 0);
        stop = stop == null ? null : List.copyOf(stop);
    }
}
