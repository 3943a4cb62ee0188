package dev.recua.client.recovery;

import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.PromptProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chunks as llama-server sends them.
final class Chunks {
    private Chunks() {}

    /// The first one, which names the role only.
    static ChatChunk role() {
        return of(new ChatMessage("assistant", null, null, null, null), null);
    }

    static ChatChunk text(String text) {
        return of(ChatMessage.assistant(text), null);
    }

    static ChatChunk end() {
        return of(new ChatMessage(null, null, null, null, null), "stop");
    }

    /// How far the prompt is read, as `return_progress` makes it come.
    static ChatChunk progress() {
        return progress(role());
    }

    /// The same in a chunk that says something besides.
    static ChatChunk progress(ChatChunk role) {
        return new ChatChunk(
                role.id(),
                role.object(),
                role.created(),
                role.model(),
                role.choices(),
                null,
                null,
                new PromptProgress(100, 0, 50, 5),
                null,
                List.of());
    }

    private static ChatChunk of(ChatMessage delta, @Nullable String finishReason) {
        return new ChatChunk(
                "1",
                "chat.completion.chunk",
                0,
                "tiny",
                List.of(new ChatChunk.Choice(0, delta, finishReason)),
                null,
                null);
    }
}
