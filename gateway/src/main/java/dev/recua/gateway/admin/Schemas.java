package dev.recua.gateway.admin;

import dev.recua.client.wire.WireJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON schemas of records, each under its name, with everything that they refer to. Pure; used by
/// one thread.
final class Schemas {
    private static final String TYPE = "type";
    private static final String NULL = "null";

    private final Set<Class<? extends Record>> asked = new LinkedHashSet<>();
    private final Set<Class<? extends Record>> bodies = new LinkedHashSet<>();

    /// A reference to the schema of what we answer.
    ObjectNode answer(Class<? extends Record> type) {
        asked.add(type);
        return reference(type);
    }

    /// A reference to the schema of what we take: what may be null may be left out.
    ObjectNode body(Class<? extends Record> type) {
        bodies.add(type);
        return answer(type);
    }

    /// All schemas that were referred to, by name.
    ObjectNode all() {
        var byName = new TreeMap<String, ObjectNode>();
        Deque<Class<? extends Record>> open = new ArrayDeque<>(asked);
        while (!open.isEmpty()) {
            Class<? extends Record> type = open.remove();
            if (byName.containsKey(name(type))) continue;
            byName.put(name(type), object(type, open));
        }
        ObjectNode schemas = node();
        byName.forEach(schemas::set);
        return schemas;
    }

    private ObjectNode object(Class<? extends Record> type, Deque<Class<? extends Record>> open) {
        ObjectNode schema = node().put(TYPE, "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = WireJson.mapper().createArrayNode();
        for (Shape.Field field : Shape.fieldsOf(type)) {
            ObjectNode value = schema(field.shape(), open);
            properties.set(field.name(), field.nullable() ? orNull(value) : value);
            boolean always = bodies.contains(type) ? !field.nullable() : field.written();
            if (always) required.add(field.name());
        }
        if (!required.isEmpty()) schema.set("required", required);
        return schema;
    }

    private ObjectNode schema(Shape shape, Deque<Class<? extends Record>> open) {
        return switch (shape) {
            case Shape.Text(var oneOf) -> {
                ObjectNode text = node().put(TYPE, "string");
                if (!oneOf.isEmpty()) oneOf.forEach(text.putArray("enum")::add);
                yield text;
            }
            case Shape.Whole(var isLong) ->
                    node().put(TYPE, "integer").put("format", isLong ? "int64" : "int32");
            case Shape.Real _ -> node().put(TYPE, "number").put("format", "double");
            case Shape.Truth _ -> node().put(TYPE, "boolean");
            case Shape.Anything _ -> node();
            case Shape.ListOf(var each) -> {
                ObjectNode list = node().put(TYPE, "array");
                list.set("items", schema(each, open));
                yield list;
            }
            case Shape.MapOf(var each) -> {
                ObjectNode map = node().put(TYPE, "object");
                map.set("additionalProperties", schema(each, open));
                yield map;
            }
            case Shape.Of(var type) -> {
                open.add(type);
                yield reference(type);
            }
        };
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.has("$ref")) {
            ObjectNode either = node();
            either.putArray("anyOf").add(schema).add(node().put(TYPE, NULL));
            return either;
        }
        if (!schema.has(TYPE)) return schema; // any JSON, and so null too
        String type = schema.path(TYPE).stringValue();
        schema.putArray(TYPE).add(type).add(NULL);
        if (schema.path("enum") instanceof ArrayNode known) known.addNull();
        return schema;
    }

    private static ObjectNode reference(Class<? extends Record> type) {
        return node().put("$ref", "#/components/schemas/" + name(type));
    }

    /// The record's name, with those that it is nested in.
    static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + type.getSimpleName();
    }

    private static ObjectNode node() {
        return WireJson.mapper().createObjectNode();
    }
}
