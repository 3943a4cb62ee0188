package dev.recua.gateway.admin;

import dev.recua.client.admin.InferenceAnswer;
import dev.recua.client.admin.InferenceRequest;
import dev.recua.client.wire.Usage;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.http.ModelErrors;
import dev.recua.gateway.routing.Resolution;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One question, one answer, for programs that speak no API of anybody's.
///
/// It is put to our own model routes, as a chat where the model chats and as a plain completion
/// where it does not. What they refuse is passed on as it is.
final class InferenceOperations {
    private static final String CHAT = "chat";
    private static final List<String> PASSED =
            List.of("Retry-After", "x-should-retry", "X-Recua-Model");

    private final AdminModels models;
    private final Loopback loopback;

    InferenceOperations(AdminModels models, Loopback loopback) {
        this.models = models;
        this.loopback = loopback;
    }

    List<Operation> all() {
        return List.of(
                Operation.post("/api/inference", "inference", "One question to one model")
                        .body(InferenceRequest.class)
                        .answers(200, InferenceAnswer.class)
                        .refuses(404, 409, 429, 502, 503, 504)
                        .by(call -> ask(call, call.body(InferenceRequest.class))));
    }

    private Future<Reply> ask(Call call, InferenceRequest question) {
        boolean chat = chats(question.modelId());
        String path = chat ? "/v1/chat/completions" : "/v1/completions";
        Buffer body = Buffer.buffer(WireJson.mapper().writeValueAsBytes(inner(question, chat)));
        return loopback.post(call, path, body)
                .map(answer -> reply(question, answer))
                .recover(broken -> leftAlone(call, broken));
    }

    /// A name that nobody knows is refused by the route that is asked.
    private boolean chats(String name) {
        return !(models.find(name) instanceof Resolution.Local(var model))
                || model.capabilities().contains(CHAT);
    }

    /// A question that was broken off because its caller left is answered to nobody.
    private static Future<Reply> leftAlone(Call call, Throwable broken) {
        return call.gone().isComplete()
                ? Future.succeededFuture(Reply.text(""))
                : Future.failedFuture(broken);
    }

    private static Map<String, Object> inner(InferenceRequest question, boolean chat) {
        var body = new LinkedHashMap<String, Object>();
        body.put("model", question.modelId());
        if (chat) {
            body.put("messages", List.of(Map.of("role", "user", "content", question.prompt())));
        } else {
            body.put("prompt", question.prompt());
        }
        body.put("temperature", Objects.requireNonNull(question.temperature()));
        body.put("max_tokens", Objects.requireNonNull(question.maxTokens()));
        return body;
    }

    private static Reply reply(InferenceRequest question, Loopback.Answer answer) {
        var headers = new LinkedHashMap<String, String>();
        for (String name : PASSED) {
            @Nullable String value = answer.headers().get(name);
            if (value != null) headers.put(name, value);
        }
        if (!answer.isGood()) {
            return Reply.json(answer.status(), answer.body().toString(), headers);
        }
        try {
            JsonNode said = WireJson.mapper().readTree(answer.body().getBytes());
            String model = headers.getOrDefault("X-Recua-Model", question.modelId());
            String json = WireJson.mapper().writeValueAsString(answer(model, said));
            return Reply.json(200, json, headers);
        } catch (JacksonException noAnswer) {
            return new Reply.Refused(ModelErrors.engineSaidNothing(question.modelId()));
        }
    }

    private static InferenceAnswer answer(String model, JsonNode said) {
        JsonNode choice = said.path("choices").path(0);
        JsonNode text = choice.path("message").path("content");
        JsonNode plain = choice.path("text");
        JsonNode usage = said.path("usage");
        return new InferenceAnswer(
                model,
                text.isString() ? text.stringValue() : plain.asString(""),
                choice.path("finish_reason").stringValue(null),
                usage.isObject() ? WireJson.mapper().treeToValue(usage, Usage.class) : null);
    }
}
