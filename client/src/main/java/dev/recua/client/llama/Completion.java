package dev.recua.client.llama;

import dev.recua.client.wire.Timings;
import dev.recua.client.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole completion, or the last event of a streamed one.
///
/// @param index   which prompt, from 0
/// @param content the text; empty at the end of a stream, where it has been told in pieces
/// @param tokens  the same as tokens; only with `return_tokens`
/// @param idSlot  where it was worked on
/// @param stop    always true
/// @param model   which model answered
/// @param tokensPredicted how many were generated
/// @param tokensEvaluated of the prompt
/// @param generationSettings what was used, the engine's defaults included; null when not told
/// @param prompt  as the engine read it
/// @param hasNewLine whether the text holds a line end
/// @param truncated whether a part of the prompt was left out
/// @param stopType why it ended
/// @param stoppingWord the text of `stop` that ended it; empty otherwise
/// @param tokensCached in the slot now
/// @param timings  null when the engine did not say
/// @param completionProbabilities one for each token; only with `n_probs`
@WireRecord
public record Completion(
        int index,
        String content,
        List<Integer> tokens,
        int idSlot,
        boolean stop,
        @Nullable String model,
        int tokensPredicted,
        int tokensEvaluated,
        @Nullable GenerationSettings generationSettings,
        @Nullable String prompt,
        boolean hasNewLine,
        boolean truncated,
        StopType stopType,
        @Nullable String stoppingWord,
        int tokensCached,
        @Nullable Timings timings,
        @Nullable List<TokenProbability> completionProbabilities)
        implements CompletionEvent {
    public Completion {
        content = Absent.or(content, "");
        tokens = Absent.orEmpty(tokens);
        stopType = Absent.or(stopType, StopType.NONE);
        completionProbabilities = Absent.orNull(completionProbabilities);
    }

    /// The same with this text: the one that came in pieces before it.
    Completion withContent(String text) {
        return new Completion(
                index,
                text,
                tokens,
                idSlot,
                stop,
                model,
                tokensPredicted,
                tokensEvaluated,
                generationSettings,
                prompt,
                hasNewLine,
                truncated,
                stopType,
                stoppingWord,
                tokensCached,
                timings,
                completionProbabilities);
    }
}
