package dev.recua.supervisor.server;

import dev.recua.client.wire.WireJson;
import dev.recua.supervisor.server.PlainGet.Http;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Whether an answer is llama-server's. Pure.
///
/// As captured from 0.7.0 (build 11669); the same fields are in 0.5.0. A status alone proves
/// nothing: many programs answer 200 to any path.
///
/// 1. `GET /props`: 200, with the object `default_generation_settings` and the number `total_slots`
///    (a router, which has no slots, says `"role":"router"` instead)
/// 2. 503 with its error `Loading model`: a llama-server whose weights load
/// 3. 401 with its error `Invalid API Key`, of type `authentication_error`: a llama-server that
///    demands another key, provided that `Server` is `llama.cpp` or `/health`, which needs no key,
///    answers as llama-server does
/// 4. `GET /v1/models`: 200, a list whose first model is `"owned_by":"llamacpp"`
final class LlamaServerShape {
    private LlamaServerShape() {}

    /// What `/props` told.
    static Optional<ServerFacts> ofProps(Http answer) {
        JsonNode json = json(answer);
        boolean props =
                answer.status() == 200
                        && json.path("default_generation_settings").isObject()
                        && (json.path("total_slots").isIntegralNumber()
                                || json.path("role").asString("").equals("router"));
        return props
                ? Optional.of(
                        new ServerFacts(
                                text(json, "model_alias"),
                                text(json, "model_path"),
                                text(json, "build_info"),
                                ServerFacts.Access.OPEN))
                : Optional.empty();
    }

    /// What `/v1/models` told.
    static Optional<ServerFacts> ofModels(Http answer) {
        JsonNode json = json(answer);
        JsonNode model = json.path("data").path(0);
        boolean models =
                answer.status() == 200
                        && json.path("object").asString("").equals("list")
                        && model.path("owned_by").asString("").equals("llamacpp");
        return models
                ? Optional.of(
                        new ServerFacts(
                                text(model, "id"),
                                Optional.empty(),
                                Optional.empty(),
                                ServerFacts.Access.OPEN))
                : Optional.empty();
    }

    static boolean isLoading(Http answer) {
        return answer.status() == 503 && isError(answer, "unavailable_error", "Loading model");
    }

    static boolean refusesKey(Http answer) {
        return answer.status() == 401 && isError(answer, "authentication_error", "Invalid API Key");
    }

    static boolean saysLlamaCpp(Http answer) {
        return answer.header("server").filter("llama.cpp"::equals).isPresent();
    }

    /// `{"status":"ok"}`, or the error of one that loads.
    static boolean isHealth(Http answer) {
        return isLoading(answer)
                || (answer.status() == 200
                        && json(answer).path("status").asString("").equals("ok"));
    }

    private static boolean isError(Http answer, String type, String message) {
        JsonNode error = json(answer).path("error");
        return error.path("type").asString("").equals(type)
                && error.path("message").asString("").equals(message);
    }

    private static JsonNode json(Http answer) {
        try {
            return WireJson.mapper().readTree(answer.body());
        } catch (JacksonException noJson) {
            return WireJson.mapper().missingNode();
        }
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field).asString("")).filter(value -> !value.isBlank());
    }
}
