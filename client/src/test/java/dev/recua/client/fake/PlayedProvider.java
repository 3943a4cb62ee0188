package dev.recua.client.fake;

import dev.recua.client.config.ProviderType;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A server of one of our providers: its routes and the shapes of its answers, without a model. To
/// everything it says `Tuesday.`; what a request's last message says changes how:
///
/// - `forever`: the answer begins and then says no more until the client leaves;
/// - `tools`, with tools in the request: two calls in pieces.
///
/// It has the models [#MODEL] and `tiny-b`.
public final class PlayedProvider implements AutoCloseable {
    /// Its first model.
    public static final String MODEL = "tiny-a";

    /// Tokens of context that it says it has.
    public static final int CONTEXT = 2048;

    private static final String OTHER = "tiny-b";
    private static final String KEY = "open-sesame";

    private final ProviderType provider;
    private final FakeHttp http = FakeHttp.open();
    private final AtomicInteger underWay = new AtomicInteger();

    private PlayedProvider(ProviderType provider) {
        this.provider = provider;
    }

    /// Listens on a free port of loopback.
    public static PlayedProvider open(ProviderType provider) {
        var fake = new PlayedProvider(provider);
        fake.install();
        return fake;
    }

    private void install() {
        http.on("/v1/chat/completions", keyed(this::chat));
        http.on("/v1/embeddings", keyed(PlayedProvider::embeddings));
        switch (provider) {
            case OLLAMA -> {
                http.on("/api/tags", (asked, wire) -> wire.json(200, ollamaList()));
                http.on("/api/show", (asked, wire) -> wire.json(200, ollamaShow()));
            }
            case LLAMA_CPP, RECUA -> {
                http.on("/health", (asked, wire) -> wire.json(200, "{\"status\":\"ok\"}"));
                http.on("/v1/models", keyed((asked, wire) -> wire.json(200, llamaList())));
                http.on("/props", keyed((asked, wire) -> wire.json(200, props())));
                http.on(
                        "/slots",
                        keyed((asked, wire) -> wire.json(200, "[{\"id\":0},{\"id\":1}]")));
                http.on("/slots/0", keyed(PlayedProvider::erased));
                http.on("/slots/1", keyed(PlayedProvider::erased));
                http.on("/apply-template", keyed(PlayedProvider::template));
                http.on("/tokenize", keyed(PlayedProvider::tokens));
            }
            case OPENROUTER, OPENAI_COMPATIBLE ->
                    http.on("/v1/models", keyed((asked, wire) -> wire.json(200, openAiList())));
        }
    }

    /// Where it listens.
    public URI address() {
        return http.address();
    }

    /// The server below, to change a route or to see what was asked.
    public FakeHttp http() {
        return http;
    }

    /// The key that it wants; empty when it wants none.
    public Optional<String> key() {
        return provider == ProviderType.OLLAMA ? Optional.empty() : Optional.of(KEY);
    }

    /// Whether no answer is being given.
    public boolean isIdle() {
        return underWay.get() == 0;
    }

    private FakeHttp.Handler keyed(FakeHttp.Handler handler) {
        return (asked, wire) -> {
            Optional<String> expected = key().map(it -> "Bearer " + it);
            if (expected.isEmpty() || asked.header("authorization").equals(expected)) {
                handler.answer(asked, wire);
            } else {
                wire.json(
                        401,
                        "{\"error\":{\"message\":\"Invalid API Key\",\"type\":\"authentication_error\",\"code\":401}}");
            }
        };
    }

    private void chat(FakeHttp.Request asked, Wire wire) throws IOException, InterruptedException {
        JsonNode request = parsed(asked);
        underWay.incrementAndGet();
        try {
            String model = request.path("model").asString(MODEL);
            boolean known = List.of(MODEL, OTHER).contains(model);
            String said =
                    request.path("messages")
                            .path(request.path("messages").size() - 1)
                            .path("content")
                            .asString("");
            if (!known) unknown(wire, model);
            else if (said.equals("forever")) forever(wire, request);
            else if (!request.path("stream").asBoolean(false)) whole(wire, model);
            else if (said.equals("tools")) calls(wire);
            else stream(wire, model);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static void unknown(Wire wire, String model) throws IOException {
        wire.json(
                404,
                "{\"error\":{\"message\":\"model '%s' not found\",\"type\":\"invalid_request_error\",\"code\":\"model_not_found\"}}"
                        .formatted(model));
    }

    private static void forever(Wire wire, JsonNode request) throws IOException {
        if (request.path("stream").asBoolean(false)) {
            wire.begin(200, "text/event-stream");
            wire.chunk("data: " + delta("{\"content\":\"Tues\"}", null) + "\n\n");
        }
        wire.awaitLeft();
    }

    private static void whole(Wire wire, String model) throws IOException {
        wire.json(
                200,
                "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"%s\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Tuesday.\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}"
                        .formatted(model));
    }

    private static void stream(Wire wire, String model) throws IOException {
        wire.begin(200, "text/event-stream");
        wire.chunk(":\n\n");
        wire.chunk("data: " + delta("{\"role\":\"assistant\",\"content\":null}", null) + "\n\n");
        wire.chunk("data: " + delta("{\"content\":\"Tues\"}", null) + "\n\nda");
        wire.chunk("ta: " + delta("{\"content\":\"day.\"}", null) + "\n\n");
        wire.chunk("data: " + delta("{}", "stop") + "\n\n");
        wire.chunk(
                "data: {\"model\":\"%s\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}\n\n"
                        .formatted(model));
        wire.chunk("data: [DONE]\n\n");
        wire.end();
    }

    private static void calls(Wire wire) throws IOException {
        wire.events(
                delta(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
                        null),
                delta(
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}",
                        null),
                delta(
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"time\",\"arguments\":\"{}\"}}]}",
                        null),
                delta(
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Rome\\\"}\"}}]}",
                        null),
                delta("{}", "tool_calls"),
                "[DONE]");
    }

    private static String delta(String delta, @org.jspecify.annotations.Nullable String reason) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"tiny-a\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
                .formatted(delta, reason == null ? "null" : "\"" + reason + "\"");
    }

    private static void embeddings(FakeHttp.Request asked, Wire wire) throws IOException {
        var data = new StringBuilder();
        int count = parsed(asked).path("input").size();
        for (int i = 0; i < count; i++)
            data.append(i == 0 ? "" : ",")
                    .append("{\"index\":%d,\"embedding\":[0.6,0.8]}".formatted(i));
        wire.json(200, "{\"object\":\"list\",\"model\":\"tiny-a\",\"data\":[" + data + "]}");
    }

    private static void erased(FakeHttp.Request asked, Wire wire) throws IOException {
        wire.json(200, "{\"id_slot\":0,\"n_erased\":3}");
    }

    private static void template(FakeHttp.Request asked, Wire wire) throws IOException {
        wire.json(200, "{\"prompt\":\"<s>What day comes after Monday?\"}");
    }

    private static void tokens(FakeHttp.Request asked, Wire wire) throws IOException {
        wire.json(200, "{\"tokens\":[1,2,3,4,5,6,7]}");
    }

    private static String ollamaList() {
        return "{\"models\":[{\"name\":\"tiny-a\",\"model\":\"tiny-a\",\"size\":1},{\"name\":\"tiny-b\",\"model\":\"tiny-b\",\"size\":1}]}";
    }

    private static String ollamaShow() {
        return "{\"parameters\":\"stop \\\"</s>\\\"\",\"model_info\":{\"general.architecture\":\"llama\",\"llama.context_length\":2048}}";
    }

    private static String llamaList() {
        return "{\"models\":[{\"name\":\"tiny-a\"}],\"object\":\"list\",\"data\":[{\"id\":\"tiny-a\",\"object\":\"model\",\"meta\":{\"n_ctx_train\":4000}},{\"id\":\"tiny-b\",\"object\":\"model\"}]}";
    }

    private static String props() {
        return "{\"default_generation_settings\":{\"n_ctx\":2048},\"total_slots\":2}";
    }

    private static String openAiList() {
        return "{\"object\":\"list\",\"data\":[{\"id\":\"tiny-a\",\"context_length\":2048},{\"id\":\"tiny-b\",\"context_length\":1024}]}";
    }

    private static JsonNode parsed(FakeHttp.Request asked) throws IOException {
        try {
            return WireJson.mapper().readTree(asked.body());
        } catch (JacksonException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
