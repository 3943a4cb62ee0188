package dev.recua.client.error;

import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a server said when it refused, whatever shape its error has:
///
/// - OpenAI, llama.cpp, Recua: `{"error":{"message","type","code",…}}`, `code` a word or a number;
///   Anthropic's shape is the same one level down
/// - OpenRouter: `{"error":{"code":429,"message","metadata":{…}}}`
/// - Ollama: `{"error":"text"}`
/// - vLLM and FastAPI: `{"message","type","code"}`, `{"detail":"text"}` or a list of `{"msg"}`
/// - a page of HTML from whatever stands between, or plain text
///
/// @param form  which of them
/// @param error as a record; facts beside the usual members (`n_ctx`, `metadata`) are its details.
///     Empty unless `form` is [Form#ERROR]
/// @param named whether it stood under the name `error`, so that it is one whatever the status is
/// @param code  the status that the error itself names
/// @param quote what may be quoted in a message; empty when there is nothing
record ServerWords(
        Form form, Optional<ApiError> error, boolean named, OptionalInt code, String quote) {
    private static final Pattern TITLE =
            Pattern.compile("<(title|h1)[^>]*>([^<]*)<", Pattern.CASE_INSENSITIVE);
    private static final Pattern HTML =
            Pattern.compile(
                    "\\s*(<!doctype html|<html|<head|<body|<title)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> USUAL =
            Set.of("message", "type", "param", "code", "hint", "details");

    /// How much of an error is kept for whoever asks for the whole of it.
    private static final int WHOLE = 4000;

    /// What kind of body it was.
    enum Form {
        ERROR,
        OTHER_JSON,
        HTML,
        TEXT,
        NOTHING
    }

    static ServerWords of(byte[] body) {
        return of(new String(body, StandardCharsets.UTF_8));
    }

    static ServerWords of(String body) {
        String text = body.strip();
        if (text.isEmpty()) return new ServerWords(Form.NOTHING, "");
        if (HTML.matcher(text).lookingAt()) return new ServerWords(Form.HTML, title(text));
        if (text.charAt(0) != '{' && text.charAt(0) != '[') {
            return new ServerWords(Form.TEXT, Quote.of(text, 300));
        }
        try {
            return ofJson(WireJson.mapper().readTree(text), text);
        } catch (JacksonException e) {
            return new ServerWords(Form.TEXT, Quote.of(text, 300));
        }
    }

    private ServerWords(Form form, String quote) {
        this(form, Optional.empty(), false, OptionalInt.empty(), quote);
    }

    private static ServerWords ofJson(JsonNode json, String text) {
        // Google's gateways wrap the object into a list of one.
        JsonNode body = json.isArray() && json.size() == 1 ? json.path(0) : json;
        JsonNode error = body.path("error");
        if (error.isObject()) return ofError(error, true);
        if (error.isString()) return ofError(error.asString(), body, true);
        JsonNode detail = body.path("detail");
        if (detail.isString()) return ofError(detail.asString(), body, false);
        if (detail.isArray() && !detail.isEmpty()) return ofError(problems(detail), body, false);
        if (detail.isObject()) return ofError(detail, false);
        boolean bare = body.path("message").isString() && !body.has("choices");
        return bare ? ofError(body, false) : new ServerWords(Form.OTHER_JSON, Quote.of(text, 300));
    }

    private static ServerWords ofError(JsonNode error, boolean named) {
        return ofError(error.path("message").asString(""), error, named);
    }

    private static ServerWords ofError(String said, JsonNode error, boolean named) {
        JsonNode code = error.path("code");
        String message = Quote.lines(withSource(said, error), WHOLE);
        var read =
                new ApiError(
                        message.isEmpty() ? Quote.of(error.toString(), 300) : message,
                        text(error.path("type")),
                        text(error.path("param")),
                        text(code),
                        hint(error.path("hint")),
                        details(error));
        OptionalInt status =
                code.isIntegralNumber() && code.canConvertToInt()
                        ? OptionalInt.of(code.asInt())
                        : OptionalInt.empty();
        return new ServerWords(
                Form.ERROR, Optional.of(read), named, status, Quote.of(read.message()));
    }

    /// OpenRouter says `Provider returned error`, and only beside it what the provider said.
    private static String withSource(String message, JsonNode error) {
        JsonNode metadata = error.path("metadata");
        JsonNode raw = metadata.path("raw");
        if (raw.isMissingNode() || raw.isNull()) return message;
        String words = ServerWords.of(raw.isString() ? raw.asString() : raw.toString()).quote();
        String from = metadata.path("provider_name").asString("the provider");
        return words.isEmpty() || message.contains(words)
                ? message
                : "%s (%s: %s)".formatted(message, from, words);
    }

    private static @Nullable JsonNode details(JsonNode error) {
        JsonNode own = error.path("details");
        if (own.isObject()) return own;
        ObjectNode others = WireJson.mapper().createObjectNode();
        if (!error.isObject()) return null;
        for (Iterator<Map.Entry<String, JsonNode>> it = error.properties().iterator();
                it.hasNext(); ) {
            Map.Entry<String, JsonNode> member = it.next();
            if (!USUAL.contains(member.getKey()) && !member.getValue().isString()) {
                others.set(member.getKey(), member.getValue());
            }
        }
        return others.isEmpty() ? null : others;
    }

    private static @Nullable String hint(JsonNode node) {
        return node.isString() ? Quote.lines(node.asString(), WHOLE) : null;
    }

    private static @Nullable String text(JsonNode node) {
        if (node.isString()) return node.asString();
        return node.isNumber() ? node.toString() : null;
    }

    /// FastAPI's list of what is wrong, each with the place.
    private static String problems(JsonNode list) {
        var all = new StringBuilder();
        for (JsonNode problem : list) {
            if (!all.isEmpty()) all.append("; ");
            all.append(problem.path("msg").asString(problem.toString()));
            JsonNode place = problem.path("loc");
            if (place.isArray()) all.append(" at ").append(path(place));
        }
        return all.toString();
    }

    private static String path(JsonNode place) {
        var path = new StringBuilder();
        for (JsonNode step : place) path.append('/').append(step.asString(step.toString()));
        return path.toString();
    }

    private static String title(String html) {
        Matcher title = TITLE.matcher(html);
        String found = title.find() ? Quote.of(title.group(2), 100) : "";
        return found.isEmpty() ? "an HTML page" : "an HTML page, \"" + found + "\"";
    }
}
