package dev.recua.gateway.admin;

import dev.recua.client.wire.Health;
import dev.recua.client.wire.ModelList;
import dev.recua.client.wire.ModelRow;
import dev.recua.gateway.http.ModelTable;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// The model routes in the OpenAPI document. Those that an engine answers are there by name only:
/// what they take and give is the engine's affair.
final class OpenApiModels {
    private static final String TAG = "models";
    private static final String TYPE = "type";
    private static final String ANY_JSON = "application/json";

    private final OpenApi document;
    private final boolean keyRequired;

    OpenApiModels(OpenApi document, boolean keyRequired) {
        this.document = document;
        this.keyRequired = keyRequired;
    }

    void addAll() {
        ObjectNode health = own("/health", "health", "Whether the gateway runs", Health.class);
        if (keyRequired) health.putArray("security").addObject();
        own("/v1/models", "listModels", "The usable models, as OpenAI lists them", ModelList.class);
        own("/v1/models/{id}", "retrieveModel", "One of them, by any of its names", ModelRow.class);
        new TreeSet<>(ModelTable.posted()).forEach(this::addPosted);
        new TreeSet<>(ModelTable.lookedAt()).forEach(this::addLookedAt);
        addUpstream();
    }

    private ObjectNode own(String path, String name, String summary, Class<? extends Record> type) {
        ObjectNode it = document.begin(path, HttpMethod.GET, TAG, name, summary);
        OpenApi.addNames(it, new PathTemplate(path).names());
        ObjectNode responses = it.putObject("responses");
        document.addAnswer(responses, new Operation.Answer.Json(200, type));
        OpenApi.addRefusal(responses, "default");
        return it;
    }

    private void addPosted(String path) {
        String summary = "Answered by the engine of the model that the body names";
        ObjectNode it = document.begin(path, HttpMethod.POST, TAG, name("post", path), summary);
        OpenApi.addNames(it, new PathTemplate(path).names());
        ObjectNode body = it.putObject("requestBody").putObject("content").putObject(ANY_JSON);
        ObjectNode schema = body.putObject("schema").put(TYPE, "object");
        schema.putObject("properties").putObject("model").put(TYPE, "string");
        answer(it, List.of(ANY_JSON, "text/event-stream"));
    }

    private void addLookedAt(String path) {
        boolean figures = path.equals("/metrics");
        String summary =
                figures
                        ? "Figures for Prometheus: the gateway's, or those of one model's engine"
                        : "Answered by the engine of this model";
        ObjectNode it = document.begin(path, HttpMethod.GET, TAG, name("get", path), summary);
        ObjectNode model = it.withArrayProperty("parameters").addObject();
        model.put("name", "model").put("in", "query").putObject("schema").put(TYPE, "string");
        answer(it, List.of(figures ? "text/plain" : ANY_JSON));
    }

    private void addUpstream() {
        String path = "/upstream/{model}/{path}";
        String summary = "Anything that this model's engine answers; the path may have slashes";
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
            String name = method.name().toLowerCase(Locale.ROOT) + "Upstream";
            ObjectNode it = document.begin(path, method, TAG, name, summary);
            OpenApi.addNames(it, new PathTemplate(path).names());
            answer(it, List.of("*/*"));
        }
    }

    private static void answer(ObjectNode it, List<String> types) {
        ObjectNode responses = it.putObject("responses");
        ObjectNode good = responses.putObject("200").put("description", "As the engine answers");
        ObjectNode content = good.putObject("content");
        types.forEach(content::putObject);
        OpenApi.addRefusal(responses, "default");
    }

    /// `/v1/chat/completions` becomes `postV1ChatCompletions`.
    private static String name(String method, String path) {
        var name = new StringBuilder(method);
        for (String word : path.split("[^A-Za-z0-9]+", -1)) {
            if (word.isEmpty()) continue;
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }
}
