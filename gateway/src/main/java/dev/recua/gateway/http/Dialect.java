package dev.recua.gateway.http;

import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// How a route speaks: the shape of its error bodies and of an error in the middle of a stream.
public enum Dialect {
    /// OpenAI's: `{"error":{…}}`, in a stream as one `data:` event.
    OPENAI,
    /// OpenAI's Responses: the same body; in a stream an event named `error`, whose own members
    /// tell code and message, as the events of that API do.
    RESPONSES,
    /// Anthropic's Messages: `{"type":"error","error":{…},"request_id":…}` with Anthropic's own
    /// types; in a stream an event named `error`. Our code, hint and details stand beside theirs.
    ANTHROPIC;

    private static final String MESSAGES = "/v1/messages";
    private static final String ANSWERS = "/responses";

    /// The dialect of a path, also of one below `/upstream/{model}`.
    public static Dialect of(String path) {
        int messages = path.indexOf(MESSAGES);
        if (messages >= 0 && endsOrGoesDeeper(path, messages + MESSAGES.length())) return ANTHROPIC;
        return path.endsWith(ANSWERS) ? RESPONSES : OPENAI;
    }

    /// The body of an error answer.
    Buffer body(ErrorAnswer answer, String requestId) {
        return switch (this) {
            case OPENAI, RESPONSES -> json(new ApiError.Body(answer.error()));
            case ANTHROPIC -> json(anthropic(answer, requestId));
        };
    }

    /// The last event of a stream that could not be finished.
    Buffer event(ErrorAnswer answer, String requestId) {
        return switch (this) {
            case OPENAI -> event("", body(answer, requestId));
            case RESPONSES -> event("event: error\n", json(ofResponses(answer.error())));
            case ANTHROPIC -> event("event: error\n", body(answer, requestId));
        };
    }

    private static Buffer event(String name, Buffer data) {
        return Buffer.buffer(name + "data: ").appendBuffer(data).appendString("\n\n");
    }

    private static ObjectNode ofResponses(ApiError error) {
        ObjectNode event = WireJson.mapper().createObjectNode();
        event.put("type", "error");
        event.put("code", error.code());
        event.put("message", error.message());
        event.putNull("param");
        event.set("error", WireJson.mapper().valueToTree(error));
        return event;
    }

    private static ObjectNode anthropic(ErrorAnswer answer, String requestId) {
        ApiError error = answer.error();
        ObjectNode body = WireJson.mapper().createObjectNode();
        body.put("type", "error");
        ObjectNode inner = body.putObject("error");
        inner.put("type", typeOfAnthropic(answer));
        inner.put("message", error.message());
        inner.put("code", error.code());
        Optional.ofNullable(error.hint()).ifPresent(hint -> inner.put("hint", hint));
        Optional.ofNullable(error.details()).ifPresent(details -> inner.set("details", details));
        body.put("request_id", requestId);
        return body;
    }

    /// Anthropic's types go by status. Its 529 `overloaded_error` means "try again later", which is
    /// our 503 only where we name a time.
    private static String typeOfAnthropic(ErrorAnswer answer) {
        return switch (answer.status()) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503 ->
                    answer.headers().containsKey("Retry-After") ? "overloaded_error" : "api_error";
            default -> answer.status() < 500 ? "invalid_request_error" : "api_error";
        };
    }

    private static boolean endsOrGoesDeeper(String path, int end) {
        return path.length() == end || path.charAt(end) == '/';
    }

    private static Buffer json(Object value) {
        return Buffer.buffer(WireJson.mapper().writeValueAsBytes(value));
    }
}
