package dev.recua.client.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One message of a conversation, or, in a stream, the piece of one that a chunk adds.
///
/// @param role `system`, `user`, `assistant` or `tool`; null in all pieces of a stream but the
///     first
/// @param content a string, or a list of parts (text, image, audio) as OpenAI defines them, see
///     [#parts()]; null when an assistant only calls tools
/// @param reasoningContent what a reasoning model thought before it answered; some providers call
/// it
///     `reasoning`
/// @param toolCalls functions that the assistant wants called
/// @param toolCallId which call a message of role `tool` answers
/// @param name who speaks, where several have the same role
/// @param refusal why the provider's model will not answer
@WireRecord
public record ChatMessage(
        @Nullable String role,
        @Nullable JsonNode content,
        @Nullable String reasoningContent,
        @Nullable List<ToolCall> toolCalls,
        @Nullable String toolCallId,
        @Nullable String name,
        @Nullable String refusal) {
    /// A piece that adds nothing.
    static final ChatMessage EMPTY = new ChatMessage(null, null, null, null, null);

    public ChatMessage {
        content = content == null || content.isNull() ? null : content;
        toolCalls = toolCalls == null ? null : List.copyOf(toolCalls);
    }

    /// Some servers write the thoughts under both names, one of them with null.
    @JsonCreator
    static ChatMessage read(
            @JsonProperty("role") @Nullable String role,
            @JsonProperty("content") @Nullable JsonNode content,
            @JsonProperty("reasoning_content") @Nullable String reasoningContent,
            @JsonProperty("reasoning") @Nullable String reasoning,
            @JsonProperty("tool_calls") @Nullable List<ToolCall> toolCalls,
            @JsonProperty("tool_call_id") @Nullable String toolCallId,
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("refusal") @Nullable String refusal) {
        @Nullable String thoughts = reasoningContent == null ? reasoning : reasoningContent;
        return new ChatMessage(role, content, thoughts, toolCalls, toolCallId, name, refusal);
    }

    /// A message without the rarer fields.
    public ChatMessage(
            @Nullable String role,
            @Nullable JsonNode content,
            @Nullable String reasoningContent,
            @Nullable List<ToolCall> toolCalls,
            @Nullable String toolCallId) {
        this(role, content, reasoningContent, toolCalls, toolCallId, null, null);
    }

    /// What the model should be or keep in mind.
    public static ChatMessage system(String text) {
        return ofText("system", text);
    }

    /// What the person says.
    public static ChatMessage user(String text) {
        return ofText("user", text);
    }

    /// What the person says and shows.
    public static ChatMessage user(ContentPart... parts) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ContentPart part : parts) list.add(part.toJson());
        return new ChatMessage("user", list, null, null, null);
    }

    /// What the model said before.
    public static ChatMessage assistant(String text) {
        return ofText("assistant", text);
    }

    /// What the model wanted called before.
    public static ChatMessage assistant(List<ToolCall> calls) {
        return new ChatMessage("assistant", null, null, calls, null);
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

    /// The parts of the content, in order; one text when it is a string, none without content.
    public List<ContentPart> parts() {
        if (content == null) {
            return List.of();
        }
        if (content.isString()) {
            return List.of(ContentPart.text(content.stringValue()));
        }
        List<ContentPart> parts = new ArrayList<>();
        for (JsonNode part : content) parts.add(ContentPart.of(part));
        return List.copyOf(parts);
    }

    /// What the assistant wants called; empty when nothing.
    public List<ToolCall> calls() {
        return toolCalls == null ? List.of() : toolCalls;
    }

    /// Whether this message has that role.
    public boolean is(String expected) {
        return expected.equals(role);
    }

    /// The same message with other tool calls; null for none.
    public ChatMessage withToolCalls(@Nullable List<ToolCall> calls) {
        return new ChatMessage(role, content, reasoningContent, calls, toolCallId, name, refusal);
    }

    /// The same message with other content.
    public ChatMessage withContent(@Nullable JsonNode newContent) {
        return new ChatMessage(
                role, newContent, reasoningContent, toolCalls, toolCallId, name, refusal);
    }

    /// The same message without the thoughts before it.
    public ChatMessage withoutReasoning() {
        return new ChatMessage(role, content, null, toolCalls, toolCallId, name, refusal);
    }
}
