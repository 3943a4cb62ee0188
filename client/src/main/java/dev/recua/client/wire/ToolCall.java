package dev.recua.client.wire;

import org.jspecify.annotations.Nullable;

/// A function that the model wants called, or, in a stream, the piece of it that a chunk adds:
/// pieces with the same `index` belong together, and their `arguments` are joined in order.
///
/// @param index which call a piece belongs to; null outside a stream
/// @param id to answer with ([ChatMessage#toolResult]); in a stream only in the first piece
/// @param type `function`; in a stream only in the first piece
/// @param function what to call
@WireRecord
public record ToolCall(
        @Nullable Integer index,
        @Nullable String id,
        @Nullable String type,
        @Nullable Function function) {

    /// Which function, and with what.
    ///
    /// @param name in a stream only in the first piece
    /// @param arguments JSON text, whole or a piece of it
    @WireRecord
    public record Function(@Nullable String name, @Nullable String arguments) {}
}
