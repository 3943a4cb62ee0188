package dev.recua.gateway.admin;

import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.Health;
import dev.recua.client.wire.ModelList;
import dev.recua.client.wire.ModelRow;
import dev.recua.client.wire.WireJson;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document of this gateway, from the table of operations and the records. The
/// routes that engines answer are there by name only: what they take and give is the engine's
/// affair. Pure; make one for each document.
final class OpenApi {
    private static final String JSON = "application/json";
    private static final String DESCRIPTION = "description";
    private static final String SCHEMA = "schema";
    private static final String REFUSED = "#/components/responses/Refused";
    private static final String BEARER = "bearer";
    private static final String HEADER = "header";

    private final ObjectNode root = WireJson.mapper().createObjectNode();
    private final ObjectNode paths;
    private final Schemas schemas = new Schemas();
    private final boolean keyRequired;

    private OpenApi(String version, String url, boolean keyRequired) {
        this.keyRequired = keyRequired;
        root.put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Recua")
                .put("version", version)
                .put(
                        DESCRIPTION,
                        "The gateway's own API, and the routes that the engines of its models answer.");
        root.putArray("servers").addObject().put("url", url);
        if (keyRequired) {
            var security = root.putArray("security");
            security.addObject().putArray(BEARER);
            security.addObject().putArray(HEADER);
        }
        this.paths = root.putObject("paths");
    }

    /// The document.
    ///
    /// @param url         where the gateway answers
    /// @param keyRequired whether callers need a key
    /// @param toEngines   paths that engines answer to a POST
    static ObjectNode document(
            List<Operation> operations,
            String version,
            String url,
            boolean keyRequired,
            Set<String> toEngines) {
        var document = new OpenApi(version, url, keyRequired);
        operations.forEach(document::add);
        document.addOwnModelRoutes();
        new TreeSet<>(toEngines).forEach(document::addEngineRoute);
        document.addComponents();
        return document.root;
    }

    private void add(Operation operation) {
        ObjectNode it =
                begin(
                        operation.path().text(),
                        operation.method(),
                        "admin",
                        operation.name(),
                        operation.summary());
        addParameters(it, operation);
        operation.body().ifPresent(type -> addBody(it, type));
        ObjectNode responses = it.putObject("responses");
        for (Operation.Answer answer : operation.answers()) addAnswer(responses, answer);
        operation.refusals().forEach(status -> addRefusal(responses, String.valueOf(status)));
    }

    private static void addParameters(ObjectNode it, Operation operation) {
        List<String> names = operation.path().names();
        if (names.isEmpty() && operation.queries().isEmpty()) return;
        var parameters = it.putArray("parameters");
        for (String name : names) {
            ObjectNode parameter = parameters.addObject().put("name", name).put("in", "path");
            parameter.put("required", true).putObject(SCHEMA).put("type", "string");
        }
        for (Query query : operation.queries()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", query.name()).put("in", "query").put(DESCRIPTION, query.says());
            addSchema(parameter.putObject(SCHEMA), query);
        }
    }

    private static void addSchema(ObjectNode schema, Query query) {
        switch (query) {
            case Query.Truth(var _, var usual, var _) ->
                    schema.put("type", "boolean").put("default", usual);
            case Query.Whole(var _, var usual, var least, var most, var _) ->
                    schema.put("type", "integer")
                            .put("default", usual)
                            .put("minimum", least)
                            .put("maximum", most);
        }
    }

    private void addBody(ObjectNode it, Class<? extends Record> type) {
        ObjectNode body = it.putObject("requestBody").put("required", true);
        body.putObject("content").putObject(JSON).set(SCHEMA, schemas.body(type));
    }

    private void addAnswer(ObjectNode responses, Operation.Answer answer) {
        ObjectNode response = responses.putObject(String.valueOf(answer.status()));
        response.put(DESCRIPTION, answer.status() == 202 ? "Begun" : "Done");
        ObjectNode content = response.putObject("content");
        switch (answer) {
            case Operation.Answer.Json(var _, var type) ->
                    content.putObject(JSON).set(SCHEMA, schemas.answer(type));
            case Operation.Answer.Document _ ->
                    content.putObject(JSON).putObject(SCHEMA).put("type", "object");
            case Operation.Answer.Text _ ->
                    content.putObject("text/plain").putObject(SCHEMA).put("type", "string");
        }
    }

    private void addOwnModelRoutes() {
        ObjectNode health = describe("/health", "health", "Whether the gateway runs", Health.class);
        if (keyRequired) health.putArray("security").addObject();
        describe("/v1/models", "listModels", "The usable models, as OpenAI lists them", ModelList.class);
        ObjectNode one =
                describe("/v1/models/{id}", "retrieveModel", "One of them", ModelRow.class);
        one.putArray("parameters")
                .addObject()
                .put("name", "id")
                .put("in", "path")
                .put("required", true)
                .putObject(SCHEMA)
                .put("type", "string");
    }

    private ObjectNode describe(
            String path, String name, String summary, Class<? extends Record> type) {
        ObjectNode it = begin(path, HttpMethod.GET, "models", name, summary);
        ObjectNode responses = it.putObject("responses");
        addAnswer(responses, new Operation.Answer.Json(200, type));
        addRefusal(responses, "default");
        return it;
    }

    private void addEngineRoute(String path) {
        String summary = "Answered by the engine of the model that the body names";
        ObjectNode it = begin(path, HttpMethod.POST, "models", nameOf(path), summary);
        PathTemplate template = new PathTemplate(path);
        if (!template.names().isEmpty()) {
            var parameters = it.putArray("parameters");
            for (String name : template.names()) {
                ObjectNode parameter = parameters.addObject().put("name", name).put("in", "path");
                parameter.put("required", true).putObject(SCHEMA).put("type", "string");
            }
        }
        ObjectNode body = it.putObject("requestBody").putObject("content").putObject(JSON);
        ObjectNode schema = body.putObject(SCHEMA).put("type", "object");
        schema.putObject("properties").putObject("model").put("type", "string");
        ObjectNode responses = it.putObject("responses");
        ObjectNode good = responses.putObject("200").put(DESCRIPTION, "As the engine answers");
        ObjectNode content = good.putObject("content");
        content.putObject(JSON);
        content.putObject("text/event-stream");
        addRefusal(responses, "default");
    }

    private ObjectNode begin(
            String path, HttpMethod method, String tag, String name, String summary) {
        ObjectNode place = paths.withObjectProperty(path);
        ObjectNode it = place.putObject(method.name().toLowerCase(Locale.ROOT));
        it.put("operationId", name).put("summary", summary).putArray("tags").add(tag);
        return it;
    }

    private static void addRefusal(ObjectNode responses, String status) {
        responses.putObject(status).put("$ref", REFUSED);
    }

    private void addComponents() {
        ObjectNode components = root.putObject("components");
        ObjectNode refused = components.putObject("responses").putObject("Refused");
        refused.put(DESCRIPTION, "What went wrong, and what to do next");
        refused.putObject("content")
                .putObject(JSON)
                .set(SCHEMA, schemas.answer(ApiError.Body.class));
        components.set("schemas", schemas.all());
        if (!keyRequired) return;
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject(BEARER).put("type", "http").put("scheme", "bearer");
        schemes.putObject(HEADER).put("type", "apiKey").put("in", "header").put("name", "x-api-key");
    }

    /// `/v1/chat/completions` becomes `postV1ChatCompletions`.
    private static String nameOf(String path) {
        var name = new StringBuilder("post");
        for (String word : path.split("[^A-Za-z0-9]+")) {
            if (word.isEmpty()) continue;
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }
}
