package dev.recua.client.chat;

import dev.recua.client.config.Sampling;
import dev.recua.client.error.NotSupported;
import dev.recua.client.http.AnswerEvents;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Patience;
import dev.recua.client.http.Transport;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Chat as OpenAI's API has it, which all our providers speak: `POST /v1/chat/completions`, `GET
/// /v1/models`. What differs between them is said by its [Dialect].
///
/// One HTTP request for each call, never a second try. A limit of [#NO_LIMIT] waits as long as it
/// takes. Any thread may use it; closing the transport ends its requests.
public final class OpenAiChat implements ChatCalls {
    /// As long as it takes: for servers that load a model for minutes and say so meanwhile.
    public static final Duration NO_LIMIT = Duration.ofDays(36_500);

    /// Where chats go.
    public static final String CHAT = "/v1/chat/completions";

    private static final Duration LIST_LIMIT = Duration.ofSeconds(30);

    private final Transport transport;
    private final Dialect dialect;
    private final Sampling sampling;
    private final Supplier<String> currentModel;

    /// What one provider does otherwise than another.
    ///
    /// @param modelsPath  where its models are listed
    /// @param countsTokens whether it has llama.cpp's `/apply-template` and `/tokenize`
    public record Dialect(String modelsPath, boolean countsTokens) {
        /// OpenAI's own.
        public static final Dialect OPENAI = new Dialect("/v1/models", false);

        /// OpenAI's and llama.cpp's.
        public static final Dialect LLAMA_CPP = new Dialect("/v1/models", true);

        /// OpenAI's chat, Ollama's list.
        public static final Dialect OLLAMA = new Dialect("/api/tags", false);
    }

    /// @param sampling     what requests send that say nothing
    /// @param currentModel what requests mean that name none; empty sends no `model`
    public OpenAiChat(
            Transport transport,
            Dialect dialect,
            Sampling sampling,
            Supplier<String> currentModel) {
        this.transport = transport;
        this.dialect = dialect;
        this.sampling = sampling;
        this.currentModel = currentModel;
    }

    @Override
    public ChatResponse chat(ChatRequest request, Duration limit) throws InterruptedException {
        HttpCall call = HttpCall.post(CHAT, body(request.asWhole())).with(whole(limit));
        return transport.ask(
                call,
                ChatResponse.class,
                it -> !it.choices().isEmpty(),
                "there is no choice in it");
    }

    @Override
    public EventSource stream(ChatRequest request, Duration limit) throws InterruptedException {
        HttpCall call =
                HttpCall.post(CHAT, body(request.asStream()))
                        .with(isEndless(limit) ? Patience.endless() : Patience.silence(limit));
        return new OpenAiEvents(AnswerEvents.open(transport, call));
    }

    @Override
    public List<String> models() throws InterruptedException {
        return listing().names();
    }

    /// The same with what the server tells of each.
    public ModelListing listing() throws InterruptedException {
        HttpCall call = HttpCall.get(dialect.modelsPath()).within(LIST_LIMIT);
        return ModelListing.of(transport.ask(call, JsonNode.class));
    }

    /// The prompt that the model's template makes of the messages and tools, split by the model's
    /// own tokenizer, special tokens included: what llama-server itself counts as `prompt_tokens`.
    @Override
    public int countTokens(ChatRequest request, List<ChatMessage> messages)
            throws InterruptedException {
        if (!dialect.countsTokens())
            throw new NotSupported(transport.provider(), "has no way to count tokens");
        ObjectNode asked = body(request.asWhole());
        asked.putPOJO("messages", messages);
        JsonNode prompt = ask("/apply-template", asked);
        ObjectNode text = asked.objectNode().put("content", prompt.path("prompt").asString(""));
        text.put("add_special", true).put("parse_special", true);
        if (asked.has("model")) text.set("model", asked.get("model"));
        return ask("/tokenize", text).path("tokens").size();
    }

    private JsonNode ask(String path, JsonNode body) throws InterruptedException {
        return transport.ask(HttpCall.post(path, body).within(LIST_LIMIT), JsonNode.class);
    }

    private ObjectNode body(ChatRequest request) {
        return RequestBody.of(request, currentModel.get(), sampling);
    }

    /// The patience for a whole answer.
    public static Patience whole(Duration limit) {
        return isEndless(limit) ? Patience.endless() : Patience.total(limit);
    }

    private static boolean isEndless(Duration limit) {
        return limit.compareTo(NO_LIMIT) >= 0;
    }
}
