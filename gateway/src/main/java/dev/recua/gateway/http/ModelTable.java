package dev.recua.gateway.http;

import dev.recua.gateway.http.ModelRoute.Payload;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of the routes that engines answer. The paths are llama-server's own; three of them are
/// served under `/v1/` as well, where it does not know them.
public final class ModelTable {
    private static final String SLOT = "/slots/{n}";
    private static final String SLOTS = "/slots/";

    private static final Map<String, ModelRoute> POSTED =
            Map.ofEntries(
                    post("/v1/chat/completions", Dialect.OPENAI),
                    post("/v1/completions", Dialect.OPENAI),
                    post("/v1/embeddings", Dialect.OPENAI),
                    post("/v1/rerank", Dialect.OPENAI),
                    post("/v1/reranking", Dialect.OPENAI),
                    post("/v1/responses", Dialect.RESPONSES),
                    post("/v1/messages", Dialect.ANTHROPIC),
                    post("/v1/messages/count_tokens", Dialect.ANTHROPIC),
                    post("/v1/audio/transcriptions", Dialect.OPENAI),
                    post("/rerank", Dialect.OPENAI),
                    post("/reranking", Dialect.OPENAI),
                    post("/infill", Dialect.OPENAI),
                    post("/completion", Dialect.OPENAI),
                    post("/completions", Dialect.OPENAI),
                    post("/embedding", Dialect.OPENAI),
                    post("/embeddings", Dialect.OPENAI),
                    post("/tokenize", Dialect.OPENAI),
                    post("/detokenize", Dialect.OPENAI),
                    post("/apply-template", Dialect.OPENAI),
                    underV1("/tokenize"),
                    underV1("/detokenize"),
                    underV1("/apply-template"),
                    any(SLOT),
                    any("/lora-adapters"));

    private ModelTable() {}

    /// The paths that are asked with POST; `{n}` stands for a number.
    public static Set<String> posted() {
        return POSTED.keySet();
    }

    /// The route that a request means, if it is one for an engine.
    static Optional<ModelRoute> find(HttpMethod method, String path) {
        if (!method.equals(HttpMethod.POST)) return Optional.empty();
        ModelRoute route = POSTED.get(path);
        return route == null ? slot(path) : Optional.of(route);
    }

    private static Optional<ModelRoute> slot(String path) {
        boolean one = path.startsWith(SLOTS) && path.indexOf('/', SLOTS.length()) < 0;
        return Optional.ofNullable(POSTED.get(SLOT))
                .filter(_ -> one && path.length() > SLOTS.length())
                .map(route -> route.at(path));
    }

    private static Map.Entry<String, ModelRoute> post(String path, Dialect dialect) {
        return Map.entry(path, new ModelRoute(path, dialect, Payload.OBJECT));
    }

    private static Map.Entry<String, ModelRoute> underV1(String path) {
        return Map.entry("/v1" + path, new ModelRoute(path, Dialect.OPENAI, Payload.OBJECT));
    }

    private static Map.Entry<String, ModelRoute> any(String path) {
        return Map.entry(path, new ModelRoute(path, Dialect.OPENAI, Payload.ANY));
    }
}
