package dev.recua.client.recovery;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How heavy messages are against each other where nobody counts tokens: their characters, and a
/// little for each message, since a template adds some. Pure.
final class Weight {
    /// What a template puts around a message, in characters.
    private static final int FRAME = 24;

    /// A picture or a sound, in characters: some hundred tokens, whatever its bytes.
    private static final int MEDIUM = 2000;

    private Weight() {}

    static long of(List<ChatMessage> messages) {
        return messages.stream().mapToLong(Weight::of).sum();
    }

    private static long of(ChatMessage message) {
        long weight = FRAME + message.text().length() + media(message.content());
        weight += length(message.reasoningContent());
        for (ToolCall call : message.calls()) {
            ToolCall.@Nullable Function function = call.function();
            if (function == null) continue;
            weight += FRAME + length(function.name()) + length(function.arguments());
        }
        return weight;
    }

    private static long media(@Nullable JsonNode content) {
        if (content == null || !content.isArray()) return 0;
        long weight = 0;
        for (JsonNode part : content) {
            if (!part.has("text")) weight += MEDIUM;
        }
        return weight;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
