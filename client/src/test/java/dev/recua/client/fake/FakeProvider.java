package dev.recua.client.fake;

import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// A provider as the routes of llama.cpp and OpenAI have it, over [FakeHttp]: it answers with its
/// name, counts words as tokens, refuses what is longer than its context in llama-server's words,
/// and meets the next requests for a chat with what a test has put before them.
public final class FakeProvider implements AutoCloseable {
    private final FakeHttp http;
    private final String name;
    private final Queue<FakeHttp.Handler> before = new ConcurrentLinkedQueue<>();
    private final AtomicInteger context = new AtomicInteger(100_000);
    private volatile List<String> models;

    private FakeProvider(FakeHttp http, String name) {
        this.http = http;
        this.name = name;
        this.models = List.of(name + "-model");
        http.on("/health", (request, wire) -> wire.json(200, "{\"status\":\"ok\"}"))
                .on("/v1/models", (request, wire) -> wire.json(200, list()))
                .on("/api/tags", (request, wire) -> wire.json(200, list()))
                .on("/props", (request, wire) -> wire.json(200, props()))
                .on("/apply-template", (request, wire) -> wire.json(200, prompt(request)))
                .on("/tokenize", (request, wire) -> wire.json(200, tokens(request)))
                .on("/v1/chat/completions", this::chat);
    }

    /// One that answers.
    public static FakeProvider open(String name) {
        return over(FakeHttp.open(), name);
    }

    /// The same over somebody's server.
    public static FakeProvider over(FakeHttp http, String name) {
        return new FakeProvider(http, name);
    }

    /// What it says to everybody.
    public String answer() {
        return "I am " + name;
    }

    /// The next chat meets this.
    public FakeProvider meets(FakeHttp.Handler handler) {
        before.add(handler);
        return this;
    }

    /// The next chats meet this.
    public FakeProvider meets(int times, FakeHttp.Handler handler) {
        for (int i = 0; i < times; i++) meets(handler);
        return this;
    }

    /// What it offers from now on.
    public FakeProvider has(String... names) {
        models = List.of(names);
        return this;
    }

    /// How many words a prompt may have from now on.
    public FakeProvider holds(int words) {
        context.set(words);
        return this;
    }

    /// Where it listens.
    public URI address() {
        return http.address();
    }

    /// The same address under the name of somebody else's server.
    public URI addressElsewhere() {
        return URI.create("http://" + name + RecordingResolver.ELSEWHERE + ":" + http.port());
    }

    /// Its server, for what was asked.
    public FakeHttp http() {
        return http;
    }

    /// The bodies of the chats that it was asked, in order.
    public List<JsonNode> chats() {
        return http.requests("/v1/chat/completions").stream()
                .map(it -> WireJson.mapper().readTree(it.body()))
                .toList();
    }

    private String list() {
        List<String> rows =
                models.stream().map("{\"id\":\"%s\",\"object\":\"model\"}"::formatted).toList();
        return "{\"object\":\"list\",\"data\":[" + String.join(",", rows) + "]}";
    }

    private String props() {
        return "{\"default_generation_settings\":{\"n_ctx\":%d}}".formatted(context.get());
    }

    private static String prompt(FakeHttp.Request request) {
        return WireJson.mapper()
                .createObjectNode()
                .put("prompt", text(WireJson.mapper().readTree(request.body())))
                .toString();
    }

    private static String text(JsonNode body) {
        var text = new StringBuilder();
        for (JsonNode message : body.path("messages")) {
            text.append(message.path("content").asString("")).append(' ');
        }
        return text.toString().strip();
    }

    private static String tokens(FakeHttp.Request request) {
        String content = WireJson.mapper().readTree(request.body()).path("content").asString("");
        var tokens = WireJson.mapper().createObjectNode();
        var list = tokens.putArray("tokens");
        for (int i = 0; i < words(content); i++) list.add(i);
        return tokens.toString();
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    private void chat(FakeHttp.Request request, Wire wire)
            throws IOException, InterruptedException {
        FakeHttp.Handler first = before.poll();
        if (first != null) {
            first.answer(request, wire);
            return;
        }
        JsonNode body = WireJson.mapper().readTree(request.body());
        int words = words(text(body));
        if (words > context.get()) {
            wire.json(400, overflow(words));
        } else if (body.path("stream").asBoolean(false)) {
            streamed(wire);
        } else {
            wire.json(200, whole());
        }
    }

    private String overflow(int words) {
        return """
        {"error":{"code":400,"message":"request (%d tokens) exceeds the available context size (%d tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":%d,"n_ctx":%d}}"""
                .formatted(words, context.get(), words, context.get());
    }

    private String whole() {
        return """
        {"id":"1","object":"chat.completion","created":1,"model":"%s","choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}"""
                .formatted(models.getFirst(), answer());
    }

    private void streamed(Wire wire) throws IOException {
        Queue<String> events = new ArrayDeque<>();
        events.add(role());
        for (String word : answer().split("(?= )", -1)) events.add(piece(word));
        events.add(end());
        events.add("[DONE]");
        wire.events(events.toArray(String[]::new));
    }

    /// The first event of a stream, which names the role only.
    public static String role() {
        return event("\"role\":\"assistant\",\"content\":null", "null");
    }

    /// An event with a piece of text.
    public static String piece(String text) {
        return event("\"content\":\"" + text + "\"", "null");
    }

    /// The event that ends an answer.
    public static String end() {
        return event("", "\"stop\"");
    }

    private static String event(String delta, String finish) {
        return """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}"""
                .formatted(delta, finish);
    }

    @Override
    public void close() {
        http.close();
    }
}
