package dev.recua.client.llama;

import dev.recua.client.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How likely a token was, and which others were (`n_probs`). Before sampling these are logarithms
/// (`logprob`, `topLogprobs`), after it (`post_sampling_probs`) probabilities (`prob`, `topProbs`).
///
/// @param id          its number
/// @param token       its text
/// @param bytes       of its text, each 0 to 255
/// @param logprob     natural logarithm of its probability
/// @param prob        its probability, 0 to 1
/// @param topLogprobs the likeliest tokens instead; null inside such a list
/// @param topProbs    the same with probabilities
@WireRecord
public record TokenProbability(
        int id,
        String token,
        List<Integer> bytes,
        @Nullable Double logprob,
        @Nullable Double prob,
        @Nullable List<TokenProbability> topLogprobs,
        @Nullable List<TokenProbability> topProbs) {
    public TokenProbability {
        bytes = Absent.orEmpty(bytes);
        topLogprobs = Absent.orNull(topLogprobs);
        topProbs = Absent.orNull(topProbs);
    }
}
