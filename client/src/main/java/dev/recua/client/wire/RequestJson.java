package dev.recua.client.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A request's options as JSON, and each group of them out of it.
final class RequestJson {
    private static final JsonMapper JSON = WireJson.mapper();

    private RequestJson() {}

    static JsonNode tree(Object value) {
        return value instanceof JsonNode json ? json.deepCopy() : JSON.valueToTree(value);
    }

    static ObjectNode write(ChatRequest request) {
        return JSON.valueToTree(request);
    }

    static List<ChatMessage> messages(@Nullable JsonNode json) {
        if (json == null) return List.of();
        try {
            return JSON.treeToValue(json, new TypeReference<List<ChatMessage>>() {});
        } catch (JacksonException e) {
            throw refused(e);
        }
    }

    /// @throws IllegalArgumentException with the words of the record, when it refuses
    static <T> T read(JsonNode json, Class<T> group) {
        try {
            return JSON.treeToValue(json, group);
        } catch (JacksonException e) {
            throw refused(e);
        }
    }

    /// What stands in `all` and not in `known`.
    static Map<String, JsonNode> unknown(ObjectNode all, ObjectNode known) {
        Map<String, JsonNode> extra = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : all.properties()) {
            if (!field.getValue().isNull() && !known.has(field.getKey())) {
                extra.put(field.getKey(), field.getValue());
            }
        }
        return extra;
    }

    private static IllegalArgumentException refused(JacksonException e) {
        return e.getCause() instanceof IllegalArgumentException refusal
                ? refusal
                : new IllegalArgumentException(e.getOriginalMessage(), e);
    }
}
