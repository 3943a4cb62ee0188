package dev.recua.client.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/// A function that the model wants called, or, in a stream, the piece of it that a chunk adds.
/// `dev.recua.client.chat.ToolCallAssembler` makes calls of pieces.
///
/// @param index which call a piece belongs to; null outside a stream, and with some servers in it
/// @param id to answer with ([ChatMessage#toolResult]); in a stream only in the first piece
/// @param type `function`; in a stream only in the first piece
/// @param function what to call
@WireRecord
public record ToolCall(
        @Nullable Integer index,
        @Nullable String id,
        @Nullable String type,
        @Nullable Function function) {

    /// A whole call.
    ///
    /// @param arguments JSON text
    public static ToolCall of(String id, String name, String arguments) {
        return new ToolCall(null, id, "function", new Function(name, arguments));
    }

    /// Which function, and with what.
    ///
    /// @param name in a stream only in the first piece
    /// @param arguments JSON text, whole or a piece of it; a server that sends an object instead of
    ///     its text is read too
    @WireRecord
    public record Function(
            @Nullable String name,
            @JsonDeserialize(using = ArgumentsText.class) @Nullable String arguments) {}

    /// The function's name; empty when it was not told.
    public String name() {
        return function == null || function.name() == null ? "" : function.name();
    }

    /// The arguments as JSON text; `{}` when the model gave none.
    public String arguments() {
        @Nullable String text = function == null ? null : function.arguments();
        return text == null || text.isBlank() ? "{}" : text;
    }
}
