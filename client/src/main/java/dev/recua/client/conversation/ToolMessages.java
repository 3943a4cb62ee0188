package dev.recua.client.conversation;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ToolCall;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/// How a conversation shows the model its calls and their results. Each message stays one message;
/// none is left out.
public enum ToolMessages {
    /// With the role `tool` and the calls as such, which the chat templates of models that know
    /// tools understand.
    NATIVE {
        @Override
        public List<ChatMessage> of(List<ChatMessage> messages) {
            return List.copyOf(messages);
        }
    },

    /// As plain text, for templates that know no role `tool`: results as messages of the user that
    /// begin with `Tool result: `, calls as text of the assistant.
    AS_USER {
        @Override
        public List<ChatMessage> of(List<ChatMessage> messages) {
            return messages.stream().map(ToolMessages::plain).toList();
        }
    };

    /// The messages as they are sent.
    public abstract List<ChatMessage> of(List<ChatMessage> messages);

    private static ChatMessage plain(ChatMessage message) {
        if (message.is("tool")) return ChatMessage.user("Tool result: " + message.text());
        if (message.calls().isEmpty()) return message;
        String calls =
                message.calls().stream().map(ToolMessages::plain).collect(Collectors.joining("\n"));
        String text = message.text().isEmpty() ? calls : message.text() + "\n" + calls;
        return message.withToolCalls(null).withContent(JsonNodeFactory.instance.stringNode(text));
    }

    private static String plain(ToolCall call) {
        return "Tool call: " + call.name() + " " + call.arguments();
    }
}
