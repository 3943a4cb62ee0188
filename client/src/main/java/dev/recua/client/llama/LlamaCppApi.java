package dev.recua.client.llama;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recua.client.error.Classifier;
import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.AnswerEvents;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Patience;
import dev.recua.client.http.Transport;
import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.DetokenizedText;
import dev.recua.client.wire.TokenizeRequest;
import dev.recua.client.wire.Tokens;
import dev.recua.client.wire.WireJson;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Everything that a llama-server offers beside chat.
///
/// ```java
/// LlamaCppApi api = LlamaCppApi.of(transport);
/// List<Integer> tokens = api.tokenize("hello world");
/// try (CompletionStream answer = api.stream(CompletionRequest.of("one two", it ->
/// it.nPredict(8)))) {
///     answer.forEachRemaining(event -> System.out.print(event.content()));
/// }
/// ```
///
/// Paths are llama-server's own, without `/v1`. In front of Recua, which has many models, [#of] one
/// of them. Failures are [LlmException]s, and [NotOffered] where the server must be started
/// otherwise; nothing is ever sent twice. Looking takes 30 s at most; what the model works on has
/// no
/// limit of time. An interrupt ends the request. Any thread may use it; it lives as long as its
/// transport.
public final class LlamaCppApi {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final int NOT_IMPLEMENTED = 501;
    private static final int UNAVAILABLE = 503;

    /// How much of an answer that is none is kept to be quoted, in characters.
    private static final int QUOTED = 1000;

    private static final String TOKENIZE = "/tokenize";
    private static final String LORA = "/lora-adapters";

    private final Transport transport;
    private final Transport watching;
    private final Optional<String> model;

    private LlamaCppApi(Transport transport, Transport watching, Optional<String> model) {
        this.transport = transport;
        this.watching = watching;
        this.model = model;
    }

    /// The API of the server that this transport talks to, which has one model.
    public static LlamaCppApi of(Transport transport) {
        return of(transport, transport);
    }

    /// The same with another way for [#health] and [#metrics], so that they wait for no place
    /// among the requests ([Transport#aside]).
    public static LlamaCppApi of(Transport transport, Transport watching) {
        return new LlamaCppApi(transport, watching, Optional.empty());
    }

    /// The same for one model of a server that has many.
    public LlamaCppApi of(String name) {
        if (name.isBlank()) throw new IllegalArgumentException("the model's name is blank");
        return new LlamaCppApi(transport, watching, Optional.of(name));
    }

    /// Whether it takes requests (`GET /health`); any answer but `ok` and `Loading model` throws.
    public ServerHealth health() throws InterruptedException {
        return health(LOOK);
    }

    /// The same within `limit`.
    public ServerHealth health(Duration limit) throws InterruptedException {
        HttpCall call = HttpCall.get("/health").within(limit);
        try {
            return new ServerHealth(ServerHealth.State.OK, watching.ask(call, JsonNode.class));
        } catch (LlmException.ModelLoading loading) {
            return new ServerHealth(ServerHealth.State.LOADING, said(loading));
        }
    }

    private static JsonNode said(LlmException loading) {
        ObjectNode answer = WireJson.mapper().createObjectNode();
        answer.set("error", WireJson.mapper().valueToTree(words(loading, UNAVAILABLE)));
        return answer;
    }

    /// What the server says of itself and its model.
    public ModelProperties props() throws InterruptedException {
        return look("/props", Optional.empty(), ModelProperties.class);
    }

    /// Where it works on requests, and on which.
    ///
    /// @throws NotOffered on a server with `--no-slots`
    public List<Slot> slots() throws InterruptedException {
        return List.of(look("/slots", Optional.of("--slots"), Slot[].class));
    }

    /// Writes what a slot knows of its prompt to a file; waits until the slot is idle.
    ///
    /// @param filename a plain name, below the server's `--slot-save-path`
    /// @throws NotOffered on a server without that option
    public SavedSlot saveSlot(int slot, String filename) throws InterruptedException {
        return slot(slot, "save", Map.of("filename", filename), SavedSlot.class);
    }

    /// Gives a slot what [#saveSlot] wrote; waits until the slot is idle.
    ///
    /// @throws NotOffered on a server without `--slot-save-path`
    public RestoredSlot restoreSlot(int slot, String filename) throws InterruptedException {
        return slot(slot, "restore", Map.of("filename", filename), RestoredSlot.class);
    }

    /// Lets a slot forget its prompt; waits until the slot is idle.
    ///
    /// @throws NotOffered on a server without `--slot-save-path`, which 0.7.0 wants for this as
    /// well
    public ErasedSlot eraseSlot(int slot) throws InterruptedException {
        return slot(slot, "erase", Map.of(), ErasedSlot.class);
    }

    private <T> T slot(int slot, String action, Map<String, Object> body, Class<T> type)
            throws InterruptedException {
        String path = "/slots/" + slot + "?action=" + action + named('&');
        HttpCall call = HttpCall.post(path, body);
        return offered(call, Optional.of("--slot-save-path"), () -> transport.ask(call, type));
    }

    /// What the server counted since it started. Reading it begins its two averages anew.
    ///
    /// @throws NotOffered on a server without `--metrics`
    public ServerMetrics metrics() throws InterruptedException {
        HttpCall call = HttpCall.get("/metrics" + named('?')).accepting("text/plain").within(LOOK);
        String text = offered(call, Optional.of("--metrics"), () -> watching.text(call));
        try {
            return ServerMetrics.parse(text);
        } catch (IllegalArgumentException none) {
            throw noMetrics(call, text, none);
        }
    }

    private LlmException noMetrics(HttpCall call, String text, IllegalArgumentException why) {
        byte[] quoted = text.substring(0, Math.min(text.length(), QUOTED)).getBytes(UTF_8);
        var happened =
                new Happened.NotTheRoute(
                        call.at(transport.base()),
                        200,
                        "unknown",
                        quoted,
                        "it is no text of Prometheus: " + why.getMessage());
        return Classifier.classify(transport.provider(), happened);
    }

    /// Splits a text into tokens, with nothing added.
    public List<Integer> tokenize(String content) throws InterruptedException {
        return tokenize(TokenizeRequest.of(content));
    }

    /// Splits a text into tokens.
    public List<Integer> tokenize(TokenizeRequest request) throws InterruptedException {
        return ask(TOKENIZE, fields(request), Tokens.class).tokens();
    }

    /// Splits a text into tokens, each with the part of the text that it stands for.
    public List<TokenPiece> tokenizeWithPieces(TokenizeRequest request)
            throws InterruptedException {
        Map<String, Object> body = fields(request);
        body.put("with_pieces", true);
        return ask(TOKENIZE, body, Pieces.class).tokens();
    }

    record Pieces(List<TokenPiece> tokens) {
        Pieces {
            tokens = Absent.orEmpty(tokens);
        }
    }

    private static Map<String, Object> fields(TokenizeRequest request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("content", request.content());
        fields.put("add_special", request.addSpecial());
        fields.put("parse_special", request.parseSpecial());
        return fields;
    }

    /// Puts tokens together to a text.
    public String detokenize(List<Integer> tokens) throws InterruptedException {
        return ask("/detokenize", Map.of("tokens", tokens), DetokenizedText.class).content();
    }

    /// The prompt that the model reads for a conversation, as its template writes it.
    public String applyTemplate(ChatRequest request) throws InterruptedException {
        JsonNode body = WireJson.mapper().valueToTree(request.asWhole());
        if (model.isPresent() && body instanceof ObjectNode named) {
            named.put("model", model.get());
        }
        return transport.ask(HttpCall.post("/apply-template", body), Applied.class).prompt();
    }

    record Applied(String prompt) {
        Applied {
            prompt = Absent.or(prompt, "");
        }
    }

    /// Goes on from one prompt and waits for the whole text.
    ///
    /// @throws IllegalArgumentException when the request has several answers: [#completeAll]
    public Completion complete(CompletionRequest request) throws InterruptedException {
        if (request.answers() != 1) {
            throw new IllegalArgumentException(
                    "the request has %d answers; completeAll gives them all"
                            .formatted(request.answers()));
        }
        return completeAll(request).getFirst();
    }

    /// Goes on from several prompts together and waits for all texts.
    ///
    /// @return by their index
    public List<Completion> completeAll(CompletionRequest request) throws InterruptedException {
        return completions(HttpCall.post("/completion", request.body(model, false)));
    }

    /// Fills a gap and waits for the whole text.
    ///
    /// @throws NotOffered when the model was not trained for it
    public Completion infill(InfillRequest request) throws InterruptedException {
        return completions(HttpCall.post("/infill", request.body(model, false))).getFirst();
    }

    private List<Completion> completions(HttpCall call) throws InterruptedException {
        Completions all =
                offered(call, Optional.empty(), () -> transport.ask(call, Completions.class));
        return all.list();
    }

    /// Goes on from the prompts, told as it is generated. Returns when the server has accepted the
    /// request. The caller closes the stream.
    ///
    /// @param silence how long the first event, and then each next one, may be waited for; a sign
    /// of
    ///     life (`:`) counts as one
    public CompletionStream stream(CompletionRequest request, Duration silence)
            throws InterruptedException {
        return stream("/completion", request.body(model, true), request.answers(), silence);
    }

    /// The same, with 5 minutes of patience between two events.
    public CompletionStream stream(CompletionRequest request) throws InterruptedException {
        return stream(request, CompletionStream.SILENCE);
    }

    /// Fills a gap, told as it is generated.
    ///
    /// @throws NotOffered when the model was not trained for it
    public CompletionStream streamInfill(InfillRequest request) throws InterruptedException {
        return stream(
                "/infill",
                request.body(model, true),
                request.options().answers(),
                CompletionStream.SILENCE);
    }

    private CompletionStream stream(
            String path, Map<String, Object> body, int answers, Duration silence)
            throws InterruptedException {
        HttpCall call = HttpCall.post(path, body).with(Patience.silence(silence));
        AnswerEvents events =
                offered(call, Optional.empty(), () -> AnswerEvents.open(transport, call));
        return new CompletionStream(events, answers);
    }

    /// Turns texts into vectors, in one request.
    ///
    /// @return one for each text, in their order
    /// @throws NotOffered on a server without `--embeddings`
    public List<TextEmbedding> embed(List<String> texts) throws InterruptedException {
        if (texts.isEmpty()) throw new IllegalArgumentException("no text to embed");
        Map<String, Object> body = body();
        body.put("content", texts);
        HttpCall call = HttpCall.post("/embedding", body);
        TextEmbeddings all =
                offered(
                        call,
                        Optional.of("--embeddings"),
                        () -> transport.ask(call, TextEmbeddings.class));
        return all.inOrder();
    }

    /// Turns one text into a vector.
    ///
    /// @throws NotOffered on a server without `--embeddings`
    public TextEmbedding embed(String text) throws InterruptedException {
        return embed(List.of(text)).getFirst();
    }

    /// Ranks texts by how well they answer.
    ///
    /// @throws NotOffered on a server without `--reranking`
    public RerankResponse rerank(RerankRequest request) throws InterruptedException {
        RerankRequest sent = model.map(request::withModel).orElse(request);
        HttpCall call = HttpCall.post("/rerank", sent);
        return offered(
                call, Optional.of("--reranking"), () -> transport.ask(call, RerankResponse.class));
    }

    /// The LoRA adapters that the server has loaded.
    public List<LoraAdapter> loraAdapters() throws InterruptedException {
        return List.of(look(LORA, Optional.empty(), LoraAdapter[].class));
    }

    /// Says how strongly each adapter is applied to every request from now on. Those that are not
    /// named are switched off.
    public void setLoraScales(List<LoraScale> scales) throws InterruptedException {
        transport.text(HttpCall.post(LORA + named('?'), scales).within(LOOK));
    }

    private <T> T look(String path, Optional<String> option, Class<T> type)
            throws InterruptedException {
        HttpCall call = HttpCall.get(path + named('?')).within(LOOK);
        return offered(call, option, () -> transport.ask(call, type));
    }

    private <T> T ask(String path, Map<String, Object> fields, Class<T> type)
            throws InterruptedException {
        Map<String, Object> body = body();
        body.putAll(fields);
        return transport.ask(HttpCall.post(path, body), type);
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        model.ifPresent(name -> body.put("model", name));
        return body;
    }

    /// The model as a part of the query; nothing when there is only one.
    private String named(char before) {
        return model.map(name -> before + "model=" + URLEncoder.encode(name, UTF_8)).orElse("");
    }

    private <T> T offered(HttpCall call, Optional<String> option, Asking<T> asking)
            throws InterruptedException {
        try {
            return asking.ask();
        } catch (LlmException refused) {
            if (refused.status().orElse(0) != NOT_IMPLEMENTED) throw refused;
            var why = NotOffered.of(call.at(transport.base()), option, words(refused, 501));
            why.initCause(refused);
            throw why;
        }
    }

    private static ApiError words(LlmException refused, int status) {
        Supplier<ApiError> none =
                () -> new ApiError("HTTP " + status, null, null, null, null, null);
        return refused.error().orElseGet(none);
    }

    /// A question to the server.
    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws InterruptedException;
    }
}
