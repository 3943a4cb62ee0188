package dev.recua.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One message of a conversation, or, in a stream, the piece of one that a chunk adds.
///
/// @param role `system`, `user`, `assistant` or `tool`; null in all pieces of a stream but the
///     first
/// @param content a string, or a list of parts (text, image, audio) as OpenAI defines them; null
///     when an assistant only calls tools
/// @param reasoningContent what a reasoning model thought before it answered
/// @param toolCalls functions that the assistant wants called
/// @param toolCallId which call a message of role `tool` answers
@WireRecord
public record ChatMessage(
        @Nullable String role,
        @Nullable JsonNode content,
        @Nullable String reasoningContent,
        @Nullable List<ToolCall> toolCalls,
        @Nullable String toolCallId) {
    public ChatMessage {
        content = content == null || content.isNull() ? null : content;
        toolCalls = toolCalls == null ? null : List.copyOf(toolCalls);
    }

    /// What the model should be or keep in mind.
    public static ChatMessage system(String text) {
        return ofText("system", text);
    }

    /// What the person says.
    public static ChatMessage user(String text) {
        return ofText("user", text);
    }

    /// What the model said before.
    public static ChatMessage assistant(String text) {
        return ofText("assistant", text);
    }

    /// What a function gave.
    public static ChatMessage toolResult(String toolCallId, String text) {
        return new ChatMessage("tool", string(text), null, null, toolCallId);
    }

    private static ChatMessage ofText(String role, String text) {
        return new ChatMessage(role, string(text), null, null, null);
    }

    private static JsonNode string(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    /// The text of the message: its content, or the text parts of it joined; empty when it has
    /// none.
    public String text() {
        if (content == null) {
            return "";
        }
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asString(""));
        }
        return text.toString();
    }
}
