package dev.recua.client.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
/// @param timings only in the last chunk of a llama-server, or in each one when asked for
/// @param promptProgress how far the prompt is read, before the first token, when asked for
/// @param systemFingerprint which build of the engine answers; null when it does not say
/// @param recoveries what was done so that there is an answer; in the first chunk only, empty when
///     it came at once. Not part of the JSON
@WireRecord
public record ChatChunk(
        @Nullable String id,
        @Nullable String object,
        long created,
        @Nullable String model,
        List<Choice> choices,
        @Nullable Usage usage,
        @Nullable Timings timings,
        @Nullable PromptProgress promptProgress,
        @Nullable String systemFingerprint,
        @JsonIgnore List<Recovery> recoveries) {
    public ChatChunk {
        choices = List.copyOf(Absent.orEmpty(choices));
        recoveries = List.copyOf(Absent.orEmpty(recoveries));
    }

    /// A chunk without the rarer fields.
    public ChatChunk(
            @Nullable String id,
            @Nullable String object,
            long created,
            @Nullable String model,
            List<Choice> choices,
            @Nullable Usage usage,
            @Nullable Timings timings) {
        this(id, object, created, model, choices, usage, timings, null, null, List.of());
    }

    /// What a chunk adds to one answer.
    ///
    /// @param finishReason why the answer ended; null until it did
    /// @param logprobs of the tokens in this chunk; only when asked for
    @WireRecord
    public record Choice(
            int index,
            ChatMessage delta,
            @Nullable String finishReason,
            @Nullable Logprobs logprobs) {
        public Choice {
            delta = Absent.or(delta, ChatMessage.EMPTY);
        }

        /// A piece without logprobs.
        public Choice(int index, ChatMessage delta, @Nullable String finishReason) {
            this(index, delta, finishReason, null);
        }
    }

    /// The text that this chunk adds to the first answer; often empty.
    public String text() {
        return choices.isEmpty() ? "" : choices.getFirst().delta().text();
    }

    /// What this chunk adds to the thoughts before the first answer; mostly empty.
    public String reasoning() {
        @Nullable String thought =
                choices.isEmpty() ? null : choices.getFirst().delta().reasoningContent();
        return thought == null ? "" : thought;
    }

    /// Why the first answer ended (`stop`, `length`, `tool_calls`); null until it did.
    public @Nullable String finishReason() {
        return choices.isEmpty() ? null : choices.getFirst().finishReason();
    }

    /// What the first answer wants called. The clients of this library hold the pieces of calls
    /// back and give each call once, whole, in the chunk that says why the answer ended.
    public List<ToolCall> toolCalls() {
        return choices.isEmpty() ? List.of() : choices.getFirst().delta().calls();
    }

    /// The same chunk with other choices.
    public ChatChunk withChoices(List<Choice> newChoices) {
        return new ChatChunk(
                id,
                object,
                created,
                model,
                newChoices,
                usage,
                timings,
                promptProgress,
                systemFingerprint,
                recoveries);
    }

    /// The same chunk, told with what was done for its answer.
    public ChatChunk withRecoveries(List<? extends Recovery> done) {
        return new ChatChunk(
                id,
                object,
                created,
                model,
                choices,
                usage,
                timings,
                promptProgress,
                systemFingerprint,
                List.copyOf(done));
    }
}
