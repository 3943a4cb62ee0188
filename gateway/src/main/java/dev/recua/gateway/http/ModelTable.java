package dev.recua.gateway.http;

import dev.recua.gateway.http.ModelRoute.Payload;
import dev.recua.gateway.scheduling.Use;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of the routes that engines answer. The paths are llama-server's own; three of them are
/// served under `/v1/` as well, where it does not know them.
///
/// [Use#LIGHT] are those that llama-server answers beside its slots (seen with 0.7.0, all slots
/// busy): it works on text and properties in the thread of the connection, sets adapters between
/// two steps, and itself keeps an action on a busy slot waiting until the slot is free. Whatever
/// generates, embeds or ranks takes a slot: [Use#WORK].
public final class ModelTable {
    private static final String SLOT = "/slots/{n}";
    private static final String SLOTS = "/slots/";
    private static final String ADAPTERS = "/lora-adapters";
    private static final String METRICS = "/metrics";

    private static final Map<String, ModelRoute> POSTED =
            Map.ofEntries(
                    work("/v1/chat/completions", Dialect.OPENAI),
                    work("/v1/completions", Dialect.OPENAI),
                    work("/v1/embeddings", Dialect.OPENAI),
                    work("/v1/rerank", Dialect.OPENAI),
                    work("/v1/reranking", Dialect.OPENAI),
                    work("/v1/responses", Dialect.RESPONSES),
                    work("/v1/messages", Dialect.ANTHROPIC),
                    light("/v1/messages/count_tokens", Dialect.ANTHROPIC),
                    work("/v1/audio/transcriptions", Dialect.OPENAI),
                    work("/rerank", Dialect.OPENAI),
                    work("/reranking", Dialect.OPENAI),
                    work("/infill", Dialect.OPENAI),
                    work("/completion", Dialect.OPENAI),
                    work("/completions", Dialect.OPENAI),
                    work("/embedding", Dialect.OPENAI),
                    work("/embeddings", Dialect.OPENAI),
                    light("/tokenize", Dialect.OPENAI),
                    light("/detokenize", Dialect.OPENAI),
                    light("/apply-template", Dialect.OPENAI),
                    underV1("/tokenize"),
                    underV1("/detokenize"),
                    underV1("/apply-template"),
                    any(SLOT),
                    any(ADAPTERS));

    /// Looking at slots, metrics and adapters is no use of the model, so it never loads one.
    private static final Map<String, ModelRoute> LOOKED_AT =
            Map.of(
                    "/props",
                    seen("/props", Use.LIGHT),
                    "/slots",
                    seen("/slots", Use.LOOK),
                    METRICS,
                    seen(METRICS, Use.LOOK),
                    ADAPTERS,
                    seen(ADAPTERS, Use.LOOK));

    private ModelTable() {}

    /// The paths that are asked with POST; `{n}` stands for a number.
    public static Set<String> posted() {
        return POSTED.keySet();
    }

    /// The paths that are asked with GET.
    public static Set<String> lookedAt() {
        return LOOKED_AT.keySet();
    }

    /// The route that a request means, if it is one for an engine. `/metrics` is the gateway's own
    /// unless the query names a model.
    static Optional<ModelRoute> find(HttpMethod method, String path, Query query) {
        if (path.equals(METRICS) && !query.has(Query.MODEL)) return Optional.empty();
        return find(method, path);
    }

    /// The route that an engine has, whoever names the model.
    static Optional<ModelRoute> find(HttpMethod method, String path) {
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return Optional.ofNullable(LOOKED_AT.get(path));
        }
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

    private static Map.Entry<String, ModelRoute> work(String path, Dialect dialect) {
        return Map.entry(path, new ModelRoute(path, dialect, Use.WORK, Payload.OBJECT));
    }

    private static Map.Entry<String, ModelRoute> light(String path, Dialect dialect) {
        return Map.entry(path, new ModelRoute(path, dialect, Use.LIGHT, Payload.OBJECT));
    }

    private static Map.Entry<String, ModelRoute> underV1(String path) {
        return Map.entry(
                "/v1" + path, new ModelRoute(path, Dialect.OPENAI, Use.LIGHT, Payload.OBJECT));
    }

    private static Map.Entry<String, ModelRoute> any(String path) {
        return Map.entry(path, new ModelRoute(path, Dialect.OPENAI, Use.LIGHT, Payload.ANY));
    }

    private static ModelRoute seen(String path, Use use) {
        return new ModelRoute(path, Dialect.OPENAI, use, Payload.UNSEEN);
    }
}
