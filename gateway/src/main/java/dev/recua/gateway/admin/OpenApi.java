package dev.recua.gateway.admin;

import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document of this gateway, from the table of operations and the records. The
/// routes that engines answer come from [OpenApiModels]. Pure; make one for each document.
final class OpenApi {
    private static final String JSON = "application/json";
    private static final String DESCRIPTION = "description";
    private static final String SCHEMA = "schema";
    private static final String PARAMETERS = "parameters";
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
    static ObjectNode document(
            List<Operation> operations, String version, String url, boolean keyRequired) {
        var document = new OpenApi(version, url, keyRequired);
        operations.forEach(document::add);
        new OpenApiModels(document, keyRequired).addAll();
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
        addNames(it, operation.path().names());
        for (Parameter parameter : operation.parameters()) {
            ObjectNode described = it.withArrayProperty(PARAMETERS).addObject();
            described
                    .put("name", parameter.name())
                    .put("in", "query")
                    .put(DESCRIPTION, parameter.says());
            // a,b in one parameter, not the same parameter twice
            if (parameter instanceof Parameter.Some) described.put("explode", false);
            addSchema(described.putObject(SCHEMA), parameter);
        }
    }

    /// The names in a path are parameters that must be there.
    static void addNames(ObjectNode it, List<String> names) {
        for (String name : names) {
            ObjectNode parameter = it.withArrayProperty(PARAMETERS).addObject();
            parameter.put("name", name).put("in", "path").put("required", true);
            parameter.putObject(SCHEMA).put("type", "string");
        }
    }

    private static void addSchema(ObjectNode schema, Parameter parameter) {
        switch (parameter) {
            case Parameter.Truth(var _, var usual, var _) ->
                    schema.put("type", "boolean").put("default", usual);
            case Parameter.Whole(var _, var usual, var least, var most, var _) ->
                    schema.put("type", "integer")
                            .put("default", usual)
                            .put("minimum", least)
                            .put("maximum", most);
            case Parameter.Word _ -> schema.put("type", "string");
            case Parameter.Choice(var _, var words, var _) -> addWords(schema, words);
            case Parameter.Some(var _, var words, var _) ->
                    addWords(schema.put("type", "array").putObject("items"), words);
        }
    }

    private static void addWords(ObjectNode schema, List<String> words) {
        ArrayNode known = schema.put("type", "string").putArray("enum");
        words.forEach(known::add);
    }

    private void addBody(ObjectNode it, Class<? extends Record> type) {
        ObjectNode body = it.putObject("requestBody").put("required", true);
        body.putObject("content").putObject(JSON).set(SCHEMA, schemas.body(type));
    }

    void addAnswer(ObjectNode responses, Operation.Answer answer) {
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
            case Operation.Answer.Stream _ ->
                    content.putObject("text/event-stream").putObject(SCHEMA).put("type", "string");
        }
    }

    /// One more operation of the document, without parameters and answers.
    ObjectNode begin(String path, HttpMethod method, String tag, String name, String summary) {
        ObjectNode place = paths.withObjectProperty(path);
        ObjectNode it = place.putObject(method.name().toLowerCase(Locale.ROOT));
        it.put("operationId", name).put("summary", summary).putArray("tags").add(tag);
        return it;
    }

    static void addRefusal(ObjectNode responses, String status) {
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
        schemes.putObject(HEADER)
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "x-api-key");
    }
}
