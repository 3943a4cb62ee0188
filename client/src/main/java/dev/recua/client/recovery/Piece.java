package dev.recua.client.recovery;

import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import java.util.Optional;

/// What one piece of a stream carries. Pure.
final class Piece {
    private Piece() {}

    /// Whether it has text, thoughts, calls, a refusal or the end of an answer: more than a role.
    static boolean saysSomething(ChatChunk.Choice choice) {
        ChatMessage delta = choice.delta();
        return choice.finishReason() != null
                || isText(delta.text())
                || isText(Optional.ofNullable(delta.reasoningContent()).orElse(""))
                || isText(Optional.ofNullable(delta.refusal()).orElse(""))
                || !delta.calls().isEmpty();
    }

    private static boolean isText(String text) {
        return !text.isEmpty();
    }
}
