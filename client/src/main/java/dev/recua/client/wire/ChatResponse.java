package dev.recua.client.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole answer to a chat request.
///
/// @param id the engine's name for this answer
/// @param object `chat.completion`
/// @param created when, in seconds since 1970
/// @param model which model answered
/// @param choices the answers, normally one
/// @param usage tokens; null when the engine did not say
/// @param timings null when the engine is not llama-server
/// @param systemFingerprint which build of the engine answered; null when it did not say
/// @param recoveries what was done so that there is an answer; empty when it came at once. Not part
///     of the JSON
@WireRecord
public record ChatResponse(
        @Nullable String id,
        @Nullable String object,
        long created,
        @Nullable String model,
        List<Choice> choices,
        @Nullable Usage usage,
        @Nullable Timings timings,
        @Nullable String systemFingerprint,
        @JsonIgnore List<Recovery> recoveries) {
    public ChatResponse {
        choices = List.copyOf(Absent.orEmpty(choices));
        recoveries = List.copyOf(Absent.orEmpty(recoveries));
    }

    /// An answer that came at once.
    public ChatResponse(
            @Nullable String id,
            @Nullable String object,
            long created,
            @Nullable String model,
            List<Choice> choices,
            @Nullable Usage usage,
            @Nullable Timings timings) {
        this(id, object, created, model, choices, usage, timings, null, List.of());
    }

    /// One answer.
    ///
    /// @param finishReason `stop`, `length` (cut at the token limit) or `tool_calls`
    /// @param logprobs only when asked for
    @WireRecord
    public record Choice(
            int index,
            ChatMessage message,
            @Nullable String finishReason,
            @Nullable Logprobs logprobs) {
        public Choice {
            message = Absent.or(message, ChatMessage.EMPTY);
        }

        /// An answer without logprobs.
        public Choice(int index, ChatMessage message, @Nullable String finishReason) {
            this(index, message, finishReason, null);
        }
    }

    /// The first answer; one without content when there is none.
    public ChatMessage message() {
        return choices.isEmpty() ? ChatMessage.EMPTY : choices.getFirst().message();
    }

    /// The text of the first answer; empty when there is none, as with a tool call.
    public String text() {
        return message().text();
    }

    /// Why the first answer ended; null when the engine did not say.
    public @Nullable String finishReason() {
        return choices.isEmpty() ? null : choices.getFirst().finishReason();
    }

    /// What the first answer wants called, in its order; empty when nothing.
    public List<ToolCall> toolCalls() {
        return message().calls();
    }

    /// The same answer, told with what was done for it.
    public ChatResponse withRecoveries(List<? extends Recovery> done) {
        return new ChatResponse(
                id,
                object,
                created,
                model,
                choices,
                usage,
                timings,
                systemFingerprint,
                List.copyOf(done));
    }
}
