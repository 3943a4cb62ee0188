package dev.recua.client.recovery;

import dev.recua.client.wire.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Joins messages of the same role that follow each other, with an empty line between, for chat
/// templates that want roles to alternate. Results of tools and messages that call tools stay as
/// they are: they belong to their calls. Pure.
public final class MergedMessages {
    private static final String BETWEEN = "\n\n";

    private MergedMessages() {}

    /// The joined conversation; equal to the given one when there is nothing to join.
    public static List<ChatMessage> of(List<ChatMessage> messages) {
        List<ChatMessage> merged = new ArrayList<>();
        for (ChatMessage message : messages) {
            @Nullable ChatMessage before = merged.isEmpty() ? null : merged.getLast();
            if (before != null && belongs(before, message)) {
                merged.set(merged.size() - 1, joined(before, message));
            } else {
                merged.add(message);
            }
        }
        return List.copyOf(merged);
    }

    private static boolean belongs(ChatMessage before, ChatMessage message) {
        return before.role() != null
                && Objects.equals(before.role(), message.role())
                && Objects.equals(before.name(), message.name())
                && isPlain(before)
                && isPlain(message);
    }

    private static boolean isPlain(ChatMessage message) {
        return message.toolCallId() == null
                && message.calls().isEmpty()
                && !"tool".equals(message.role());
    }

    private static ChatMessage joined(ChatMessage one, ChatMessage other) {
        return new ChatMessage(
                one.role(),
                content(one.content(), other.content()),
                text(one.reasoningContent(), other.reasoningContent()),
                null,
                null,
                one.name(),
                text(one.refusal(), other.refusal()));
    }

    private static @Nullable JsonNode content(@Nullable JsonNode one, @Nullable JsonNode other) {
        if (one == null) return other;
        if (other == null) return one;
        if (one.isString() && other.isString()) {
            return JsonNodeFactory.instance.stringNode(
                    one.stringValue() + BETWEEN + other.stringValue());
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        addParts(parts, one);
        addParts(parts, other);
        return parts;
    }

    private static void addParts(ArrayNode parts, JsonNode content) {
        if (content.isString()) {
            parts.addObject().put("type", "text").put("text", content.stringValue());
        } else {
            content.forEach(parts::add);
        }
    }

    private static @Nullable String text(@Nullable String one, @Nullable String other) {
        if (one == null) return other;
        return other == null ? one : one + BETWEEN + other;
    }
}
