package dev.recua.client.wire;

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
@WireRecord
public record ChatResponse(
        @Nullable String id,
        @Nullable String object,
        long created,
        @Nullable String model,
        List<Choice> choices,
        @Nullable Usage usage,
        @Nullable Timings timings) {
    public ChatResponse {
        choices = List.copyOf(Absent.orEmpty(choices));
    }

    /// One answer.
    ///
    /// @param finishReason `stop`, `length` (cut at the token limit) or `tool_calls`
    @WireRecord
    public record Choice(int index, ChatMessage message, @Nullable String finishReason) {
        public Choice {
            message = Absent.or(message, new ChatMessage(null, null, null, null, null));
        }
    }

    /// The text of the first answer; empty when there is none, as with a tool call.
    public String text() {
        return choices.isEmpty() ? "" : choices.getFirst().message().text();
    }
}
