package dev.recua.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event of a streamed answer.
///
/// @param id the engine's name for this answer, the same in all its chunks
/// @param object `chat.completion.chunk`
/// @param created when the answer began, in seconds since 1970
/// @param model which model answers
/// @param choices what this chunk adds; empty in the chunk that carries the usage
/// @param usage tokens; only in the last chunk, and only when asked for (`include_usage`)
/// @param timings only in the last chunk of a llama-server
@WireRecord
public record ChatChunk(
        @Nullable String id,
        @Nullable String object,
        long created,
        @Nullable String model,
        List<Choice> choices,
        @Nullable Usage usage,
        @Nullable Timings timings) {
    public ChatChunk {
        choices = List.copyOf(Absent.orEmpty(choices));
    }

    /// What a chunk adds to one answer.
    ///
    /// @param finishReason why the answer ended; null until it did
    @WireRecord
    public record Choice(int index, ChatMessage delta, @Nullable String finishReason) {
        public Choice {
            delta = Absent.or(delta, new ChatMessage(null, null, null, null, null));
        }
    }

    /// The text that this chunk adds to the first answer; often empty.
    public String text() {
        return choices.isEmpty() ? "" : choices.getFirst().delta().text();
    }

    /// Why the first answer ended (`stop`, `length`, `tool_calls`); null until it did.
    public @Nullable String finishReason() {
        return choices.isEmpty() ? null : choices.getFirst().finishReason();
    }
}
