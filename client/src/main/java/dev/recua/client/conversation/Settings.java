package dev.recua.client.conversation;

import dev.recua.client.LlmClient;
import dev.recua.client.tool.Tool;
import dev.recua.client.tool.ToolResult;
import dev.recua.client.tool.Toolbox;
import dev.recua.client.wire.ChatRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// How a [Conversation] is held.
///
/// @param system what the model should be or keep in mind
/// @param tools what it may call
/// @param options set on each request; the model too, by `extra`, where it is not the current one
/// @param maxRounds how often in a row the model may call tools for one question, at least 1
/// @param counter how tokens are counted
/// @param toolMessages how calls and results are shown to the model
/// @param keepsReasoning whether earlier thoughts are sent again; empty: where the provider reads
///     them
/// @param onToolResult told of every result before the model is
public record Settings(
        Optional<String> system,
        Toolbox tools,
        Consumer<ChatRequest.Options> options,
        int maxRounds,
        TokenCounter counter,
        ToolMessages toolMessages,
        Optional<Boolean> keepsReasoning,
        Consumer<ToolResult> onToolResult) {
    /// How often in a row a model may call tools unless told otherwise.
    public static final int DEFAULT_MAX_ROUNDS = 8;

    public Settings {
        if (maxRounds < 1) {
            throw new IllegalArgumentException("maxRounds must be at least 1, was " + maxRounds);
        }
    }

    /// Settings while they are being made; not thread-safe.
    public static final class Builder {
        private final LlmClient client;
        private Optional<String> system = Optional.empty();
        private List<Tool> tools = List.of();
        private Consumer<ChatRequest.Options> options = it -> {};
        private int maxRounds = DEFAULT_MAX_ROUNDS;
        private TokenCounter counter;
        private ToolMessages toolMessages = ToolMessages.NATIVE;
        private Optional<Boolean> keepsReasoning = Optional.empty();
        private Consumer<ToolResult> onToolResult = it -> {};

        Builder(LlmClient client) {
            this.client = client;
            this.counter = TokenCounter.of(client);
        }

        /// See [Settings#system()].
        public Builder system(String text) {
            system = Optional.of(text);
            return this;
        }

        /// See [Settings#tools()].
        public Builder tools(Tool... list) {
            tools = List.of(list);
            return this;
        }

        /// See [Settings#options()].
        public Builder options(Consumer<ChatRequest.Options> chosen) {
            options = chosen;
            return this;
        }

        /// See [Settings#maxRounds()].
        public Builder maxRounds(int most) {
            maxRounds = most;
            return this;
        }

        /// See [Settings#counter()].
        public Builder counter(TokenCounter chosen) {
            counter = chosen;
            return this;
        }

        /// See [Settings#toolMessages()].
        public Builder toolMessages(ToolMessages way) {
            toolMessages = way;
            return this;
        }

        /// See [Settings#keepsReasoning()].
        public Builder keepsReasoning(boolean keeps) {
            keepsReasoning = Optional.of(keeps);
            return this;
        }

        /// See [Settings#onToolResult()].
        public Builder onToolResult(Consumer<ToolResult> listener) {
            onToolResult = listener;
            return this;
        }

        /// Begins the conversation. Nothing is asked yet.
        ///
        /// @throws IllegalArgumentException when two tools have one name, or `maxRounds` is below 1
        public Conversation begin() {
            return new Conversation(
                    client,
                    new Settings(
                            system,
                            new Toolbox(tools),
                            options,
                            maxRounds,
                            counter,
                            toolMessages,
                            keepsReasoning,
                            onToolResult));
        }
    }
}
