package dev.recua.client.llama;

import dev.recua.client.wire.PromptProgress;
import dev.recua.client.wire.Timings;
import dev.recua.client.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of a streamed completion.
///
/// @param index   which answer
/// @param content the text that it adds
/// @param tokens  the same as tokens
/// @param stop    always false: the last event is a [Completion]
/// @param idSlot  where it is worked on; -1 when the engine does not say
/// @param tokensPredicted so far
/// @param tokensEvaluated of the prompt
/// @param timings only with `timings_per_token`
/// @param promptProgress only with `return_progress`, before the first token
/// @param completionProbabilities only with `n_probs`
@WireRecord
public record CompletionPiece(
        int index,
        String content,
        List<Integer> tokens,
        boolean stop,
        int idSlot,
        int tokensPredicted,
        int tokensEvaluated,
        @Nullable Timings timings,
        @Nullable PromptProgress promptProgress,
        @Nullable List<TokenProbability> completionProbabilities)
        implements CompletionEvent {
    public CompletionPiece {
        content = Absent.or(content, "");
        tokens = Absent.orEmpty(tokens);
        completionProbabilities = Absent.orNull(completionProbabilities);
    }
}
