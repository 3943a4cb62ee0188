package dev.recua.client.tool;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ToolCall;
import java.util.Objects;
import java.util.Optional;

/// What came of one call.
///
/// @param call what the model wanted; it has an id
/// @param text what the model is told
/// @param failure what the tool threw; empty when it did its work, and when the call could not be
///     made at all
/// @param succeeded whether the tool did its work
public record ToolResult(
        ToolCall call, String text, Optional<Exception> failure, boolean succeeded) {

    /// The message that tells the model.
    public ChatMessage message() {
        return ChatMessage.toolResult(Objects.requireNonNull(call.id()), text);
    }
}
