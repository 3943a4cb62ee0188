package dev.recua.client.wire;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What to ask a model. What is null is left to the engine's default.
///
/// ```java
/// var request = ChatRequest.of("recua-tiny", "Hello!", it -> it.temperature(0).maxTokens(64));
/// ```
///
/// @param model id or alias, as `/v1/models` lists them
/// @param messages the conversation so far, at least one message
/// @param temperature 0 always takes the likeliest token; never negative
/// @param topP keep the likeliest tokens up to this share, above 0 and at most 1
/// @param maxTokens the most tokens to generate, at least 1
/// @param stream whether the answer comes as a stream; [dev.recua.client.RecuaClient] sets it
/// @param streamOptions only with `stream`
/// @param stop texts that end the answer
/// @param seed makes sampling repeatable on one machine
/// @param tools functions that the model may call, as OpenAI defines them
/// @param toolChoice `"auto"`, `"none"`, `"required"` or one function
/// @param responseFormat `{"type":"json_object"}` or a JSON schema
@WireRecord
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxTokens,
        @Nullable Boolean stream,
        @Nullable StreamOptions streamOptions,
        @Nullable List<String> stop,
        @Nullable Long seed,
        @Nullable JsonNode tools,
        @Nullable JsonNode toolChoice,
        @Nullable JsonNode responseFormat) {
    public ChatRequest {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model is blank");
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat request needs at least one message");
        }
        if (temperature != null && !(temperature >= 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException(
                    "temperature must be a number of at least 0, was " + temperature);
        }
        if (topP != null && !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("topP must be above 0 and at most 1, was " + topP);
        }
        if (maxTokens != null && maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, was " + maxTokens);
        }
        messages = List.copyOf(messages);
        stop = stop == null ? null : List.copyOf(stop);
    }

    /// What a stream should also say.
    ///
    /// @param includeUsage whether the last chunk says how many tokens the answer took
    @WireRecord
    public record StreamOptions(boolean includeUsage) {}

    /// A request for this conversation with every option left to the engine.
    public static ChatRequest of(String model, List<ChatMessage> messages) {
        return of(model, messages, options -> {});
    }

    /// A request for this conversation with some options set.
    public static ChatRequest of(
            String model, List<ChatMessage> messages, Consumer<Options> options) {
        var chosen = new Options();
        options.accept(chosen);
        return new ChatRequest(
                model,
                messages,
                chosen.temperature,
                chosen.topP,
                chosen.maxTokens,
                null,
                null,
                chosen.stop,
                chosen.seed,
                chosen.tools,
                chosen.toolChoice,
                chosen.responseFormat);
    }

    /// A request with one question and some options set.
    public static ChatRequest of(String model, String question, Consumer<Options> options) {
        return of(model, List.of(ChatMessage.user(question)), options);
    }

    /// The same request for a stream, which will also say its usage at the end.
    public ChatRequest asStream() {
        return withStream(true, new StreamOptions(true));
    }

    /// The same request for an answer in one piece.
    public ChatRequest asWhole() {
        return withStream(null, null);
    }

    private ChatRequest withStream(
            @Nullable Boolean newStream, @Nullable StreamOptions newStreamOptions) {
        return new ChatRequest(
                model,
                messages,
                temperature,
                topP,
                maxTokens,
                newStream,
                newStreamOptions,
                stop,
                seed,
                tools,
                toolChoice,
                responseFormat);
    }

    /// The options of a request while it is being made; not thread-safe.
    public static final class Options {
        private @Nullable Double temperature;
        private @Nullable Double topP;
        private @Nullable Integer maxTokens;
        private @Nullable List<String> stop;
        private @Nullable Long seed;
        private @Nullable JsonNode tools;
        private @Nullable JsonNode toolChoice;
        private @Nullable JsonNode responseFormat;

        private Options() {}

        /// See [ChatRequest#temperature()].
        public Options temperature(double value) {
            temperature = value;
            return this;
        }

        /// See [ChatRequest#topP()].
        public Options topP(double value) {
            topP = value;
            return this;
        }

        /// See [ChatRequest#maxTokens()].
        public Options maxTokens(int value) {
            maxTokens = value;
            return this;
        }

        /// See [ChatRequest#stop()].
        public Options stop(String... texts) {
            stop = List.of(texts);
            return this;
        }

        /// See [ChatRequest#seed()].
        public Options seed(long value) {
            seed = value;
            return this;
        }

        /// See [ChatRequest#tools()].
        public Options tools(JsonNode list) {
            tools = list;
            return this;
        }

        /// See [ChatRequest#toolChoice()].
        public Options toolChoice(JsonNode choice) {
            toolChoice = choice;
            return this;
        }

        /// See [ChatRequest#responseFormat()].
        public Options responseFormat(JsonNode format) {
            responseFormat = format;
            return this;
        }
    }
}
