package dev.recua.client.wire;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What to ask a model. What is not set is not sent, and left to the server.
///
/// ```java
/// var request = ChatRequest.of("recua-tiny", "Hello!", it -> it.temperature(0).maxTokens(64));
/// ```
///
/// The options lie in groups by what they are for; on the wire they all stand side by side, as
/// OpenAI and llama-server want them. Requests never change: [#with] and its kin give new ones.
///
/// @param model id or alias, as `/v1/models` lists them; null means the client's current model,
///     which the client fills in
/// @param messages the conversation so far, at least one message
/// @param sampling how tokens are chosen
/// @param answer what kind of answer
/// @param toolUse which functions may be called
/// @param engine what only llama-server understands
/// @param stream whether the answer comes as a stream; the client sets it
/// @param streamOptions only with `stream`
/// @param extra any other field, sent as it is
@WireRecord
public record ChatRequest(
        @Nullable String model,
        List<ChatMessage> messages,
        @JsonUnwrapped SamplingOptions sampling,
        @JsonUnwrapped AnswerOptions answer,
        @JsonUnwrapped ToolOptions toolUse,
        @JsonUnwrapped EngineOptions engine,
        @Nullable Boolean stream,
        @Nullable StreamOptions streamOptions,
        @JsonAnyGetter Map<String, JsonNode> extra) {
    public ChatRequest {
        if (model != null && model.isBlank()) {
            throw new IllegalArgumentException(
                    "model is blank; leave it out to ask the client's current model");
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat request needs at least one message");
        }
        messages = List.copyOf(messages);
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /// What a stream should also say.
    ///
    /// @param includeUsage whether the last chunk says how many tokens the answer took
    @WireRecord
    public record StreamOptions(boolean includeUsage) {}

    /// A request for this conversation to the client's current model, with every option left to the
    /// server.
    public static ChatRequest of(List<ChatMessage> messages) {
        return of(messages, options -> {});
    }

    /// A request for this conversation to the client's current model, with some options set.
    public static ChatRequest of(List<ChatMessage> messages, Consumer<Options> options) {
        return made(null, messages, options);
    }

    /// A request with one question to the client's current model.
    public static ChatRequest of(String question) {
        return of(List.of(ChatMessage.user(question)));
    }

    /// A request with one question to the client's current model, with some options set.
    public static ChatRequest of(String question, Consumer<Options> options) {
        return of(List.of(ChatMessage.user(question)), options);
    }

    /// A request for this conversation with every option left to the server.
    public static ChatRequest of(String model, List<ChatMessage> messages) {
        return of(model, messages, options -> {});
    }

    /// A request for this conversation with some options set.
    public static ChatRequest of(
            String model, List<ChatMessage> messages, Consumer<Options> options) {
        return made(model, messages, options);
    }

    /// A request with one question and some options set.
    public static ChatRequest of(String model, String question, Consumer<Options> options) {
        return of(model, List.of(ChatMessage.user(question)), options);
    }

    private static ChatRequest made(
            @Nullable String model, List<ChatMessage> messages, Consumer<Options> options) {
        var chosen = new Options(JsonNodeFactory.instance.objectNode());
        options.accept(chosen);
        return read(model, messages, chosen.json);
    }

    /// Reads a request; fields that no group knows are [#extra].
    ///
    /// @throws IllegalArgumentException when it is none
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ChatRequest parse(ObjectNode json) {
        ObjectNode options = json.deepCopy();
        @Nullable JsonNode messages = options.remove("messages");
        @Nullable JsonNode model = options.remove("model");
        return read(
                model == null ? null : model.asString(null),
                RequestJson.messages(messages),
                options);
    }

    private static ChatRequest read(
            @Nullable String model, List<ChatMessage> messages, ObjectNode options) {
        @Nullable StreamOptions streamOptions =
                options.hasNonNull("stream_options")
                        ? RequestJson.read(options.get("stream_options"), StreamOptions.class)
                        : null;
        var request =
                new ChatRequest(
                        model,
                        messages,
                        RequestJson.read(options, SamplingOptions.class),
                        RequestJson.read(options, AnswerOptions.class),
                        RequestJson.read(options, ToolOptions.class),
                        RequestJson.read(options, EngineOptions.class),
                        options.hasNonNull("stream") ? options.get("stream").asBoolean() : null,
                        streamOptions,
                        Map.of());
        return request.withExtra(RequestJson.unknown(options, RequestJson.write(request)));
    }

    /// The same request with some options set anew; what is not touched stays.
    public ChatRequest with(Consumer<Options> options) {
        ObjectNode json = RequestJson.write(this);
        json.remove(List.of("model", "messages"));
        var chosen = new Options(json);
        options.accept(chosen);
        return read(model, messages, chosen.json);
    }

    /// The same request to this model.
    public ChatRequest withModel(String newModel) {
        return new ChatRequest(
                newModel,
                messages,
                sampling,
                answer,
                toolUse,
                engine,
                stream,
                streamOptions,
                extra);
    }

    /// The same request about this conversation.
    public ChatRequest withMessages(List<ChatMessage> newMessages) {
        return new ChatRequest(
                model,
                newMessages,
                sampling,
                answer,
                toolUse,
                engine,
                stream,
                streamOptions,
                extra);
    }

    /// The same request, where what it leaves open of its sampling is as `defaults` say. What they
    /// leave open too is not sent.
    public ChatRequest withDefaults(SamplingOptions defaults) {
        return new ChatRequest(
                model,
                messages,
                sampling.orElse(defaults),
                answer,
                toolUse,
                engine,
                stream,
                streamOptions,
                extra);
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
                sampling,
                answer,
                toolUse,
                engine,
                newStream,
                newStreamOptions,
                extra);
    }

    private ChatRequest withExtra(Map<String, JsonNode> newExtra) {
        return new ChatRequest(
                model,
                messages,
                sampling,
                answer,
                toolUse,
                engine,
                stream,
                streamOptions,
                newExtra);
    }

    /// The options of a request while it is being made; the last word holds. A value that no server
    /// takes is refused when all are set, with [IllegalArgumentException]. Not thread-safe.
    public static final class Options {
        private final ObjectNode json;

        private Options(ObjectNode json) {
            this.json = json;
        }

        /// See [AnswerOptions#maxTokens()].
        public Options maxTokens(int value) {
            return set("max_tokens", value);
        }

        /// See [AnswerOptions#n()].
        public Options n(int value) {
            return set("n", value);
        }

        /// See [AnswerOptions#stop()].
        public Options stop(String... texts) {
            return set("stop", List.of(texts));
        }

        /// Tells how likely each token was, and the `top` likeliest at each place.
        public Options logprobs(int top) {
            return set("logprobs", true).set("top_logprobs", top);
        }

        /// Which shape the answer must have.
        public Options responseFormat(ResponseFormat value) {
            return set("response_format", value.toJson());
        }

        /// The same as the provider defines it.
        public Options responseFormat(JsonNode value) {
            return set("response_format", value);
        }

        /// See [AnswerOptions#reasoningEffort()].
        public Options reasoningEffort(String value) {
            return set("reasoning_effort", value);
        }

        /// See [AnswerOptions#user()].
        public Options user(String value) {
            return set("user", value);
        }

        /// See [SamplingOptions#temperature()].
        public Options temperature(double value) {
            return set("temperature", value);
        }

        /// See [SamplingOptions#topP()].
        public Options topP(double value) {
            return set("top_p", value);
        }

        /// See [SamplingOptions#frequencyPenalty()].
        public Options frequencyPenalty(double value) {
            return set("frequency_penalty", value);
        }

        /// See [SamplingOptions#presencePenalty()].
        public Options presencePenalty(double value) {
            return set("presence_penalty", value);
        }

        /// See [SamplingOptions#seed()].
        public Options seed(long value) {
            return set("seed", value);
        }

        /// See [SamplingOptions#logitBias()].
        public Options logitBias(Map<String, Double> value) {
            return set("logit_bias", value);
        }

        /// See [SamplingOptions#topK()].
        public Options topK(int value) {
            return set("top_k", value);
        }

        /// See [SamplingOptions#minP()].
        public Options minP(double value) {
            return set("min_p", value);
        }

        /// See [SamplingOptions#typicalP()].
        public Options typicalP(double value) {
            return set("typical_p", value);
        }

        /// See [SamplingOptions#repeatPenalty()].
        public Options repeatPenalty(double value) {
            return set("repeat_penalty", value);
        }

        /// See [SamplingOptions#repeatLastN()].
        public Options repeatLastN(int value) {
            return set("repeat_last_n", value);
        }

        /// See [SamplingOptions#mirostat()].
        public Options mirostat(int value) {
            return set("mirostat", value);
        }

        /// See [SamplingOptions#mirostatTau()].
        public Options mirostatTau(double value) {
            return set("mirostat_tau", value);
        }

        /// See [SamplingOptions#mirostatEta()].
        public Options mirostatEta(double value) {
            return set("mirostat_eta", value);
        }

        /// Functions that the model may call; an empty list sends none.
        public Options tools(List<ToolDefinition> list) {
            return list.isEmpty() ? unset("tools") : set("tools", list);
        }

        /// The same as the provider defines them.
        public Options tools(JsonNode value) {
            return set("tools", value);
        }

        /// Whether the model may or must call them.
        public Options toolChoice(ToolChoice value) {
            return set("tool_choice", value.toJson());
        }

        /// The same as the provider defines it.
        public Options toolChoice(JsonNode value) {
            return set("tool_choice", value);
        }

        /// See [ToolOptions#parallelToolCalls()].
        public Options parallelToolCalls(boolean value) {
            return set("parallel_tool_calls", value);
        }

        /// See [EngineOptions#grammar()].
        public Options grammar(String value) {
            return set("grammar", value);
        }

        /// See [EngineOptions#jsonSchema()].
        public Options jsonSchema(JsonNode value) {
            return set("json_schema", value);
        }

        /// See [EngineOptions#cachePrompt()].
        public Options cachePrompt(boolean value) {
            return set("cache_prompt", value);
        }

        /// See [EngineOptions#idSlot()].
        public Options idSlot(int value) {
            return set("id_slot", value);
        }

        /// See [EngineOptions#timingsPerToken()].
        public Options timingsPerToken() {
            return set("timings_per_token", true);
        }

        /// See [EngineOptions#returnProgress()].
        public Options returnProgress() {
            return set("return_progress", true);
        }

        /// See [EngineOptions#ignoreEos()].
        public Options ignoreEos() {
            return set("ignore_eos", true);
        }

        /// See [EngineOptions#reasoningFormat()].
        public Options reasoningFormat(String value) {
            return set("reasoning_format", value);
        }

        /// See [EngineOptions#chatTemplateKwargs()].
        public Options chatTemplateKwargs(JsonNode value) {
            return set("chat_template_kwargs", value);
        }

        /// Any other field, as the server calls it.
        public Options extra(String name, JsonNode value) {
            return set(name, value);
        }

        /// Leaves a field out, as the wire calls it.
        public Options unset(String name) {
            json.remove(name);
            return this;
        }

        private Options set(String name, Object value) {
            json.set(name, RequestJson.tree(value));
            return this;
        }
    }
}
