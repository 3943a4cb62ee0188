package dev.recua.client.tool;

import dev.recua.client.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What JSON may look like: the part of JSON Schema that Java types need. It is written for the
/// model, and checks what the model writes; both are the same thing, so they cannot disagree.
sealed interface Shape {
    /// As JSON Schema.
    ObjectNode schema();

    /// Tells what is wrong with a value that is not null.
    ///
    /// @param path where it stands, as a JSON pointer
    void check(JsonNode value, String path, Problems problems);

    /// Text, and what it must be readable as.
    ///
    /// @param format what JSON Schema calls that, such as `date`; null for any text
    /// @param javaType of the component
    record Text(@Nullable String format, Class<?> javaType) implements Shape {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = type("string");
            if (format != null) schema.put("format", format);
            return schema;
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isString()) {
                problems.wrongType(path, "a string", value);
            } else if (format != null && !isReadable(value)) {
                problems.wrongType(path, "a string of the format " + format, value);
            }
        }

        /// Jackson reads an empty text as no date at all, so that is not readable either.
        private boolean isReadable(JsonNode value) {
            try {
                return WireJson.mapper().treeToValue(value, javaType) != null;
            } catch (JacksonException e) {
                return false;
            }
        }
    }

    /// A number without a fraction, in the range of its Java type.
    record Whole(long from, long to) implements Shape {
        @Override
        public ObjectNode schema() {
            return type("integer");
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!isWhole(value)) {
                problems.wrongType(path, "an integer", value);
            } else if (!value.canConvertToLong() || value.asLong() < from || value.asLong() > to) {
                problems.add(path, "must be from %d to %d, was %s".formatted(from, to, value));
            }
        }

        /// `3.0` is whole too, as JSON Schema has it.
        private static boolean isWhole(JsonNode value) {
            return value.isNumber() && value.canConvertToExactIntegral();
        }
    }

    /// Any number that its Java type can hold.
    ///
    /// @param most the largest
    record Decimal(double most) implements Shape {
        @Override
        public ObjectNode schema() {
            return type("number");
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isNumber()) {
                problems.wrongType(path, "a number", value);
            } else if (Math.abs(value.asDouble(Double.POSITIVE_INFINITY)) > most) {
                problems.add(path, "must be from %s to %s".formatted(-most, most));
            }
        }
    }

    /// True or false.
    record Flag() implements Shape {
        @Override
        public ObjectNode schema() {
            return type("boolean");
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isBoolean()) problems.wrongType(path, "true or false", value);
        }
    }

    /// One of some words.
    record OneOf(List<String> words) implements Shape {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = type("string");
            ArrayNode all = schema.putArray("enum");
            words.forEach(all::add);
            return schema;
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isString() || !words.contains(value.stringValue())) {
                problems.add(
                        path,
                        words.stream()
                                .map(word -> '"' + word + '"')
                                .collect(
                                        Collectors.joining(
                                                ", ",
                                                "must be one of ",
                                                ", was " + Problems.quote(value))));
            }
        }
    }

    /// A list.
    record ListOf(Shape items) implements Shape {
        @Override
        public ObjectNode schema() {
            return type("array").set("items", items.schema());
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isArray()) {
                problems.wrongType(path, "an array", value);
                return;
            }
            for (int i = 0; i < value.size(); i++) {
                problems.item(items, value.get(i), path + "/" + i);
            }
        }
    }

    /// An object whose names are free.
    record MapOf(Shape values) implements Shape {
        @Override
        public ObjectNode schema() {
            return type("object").set("additionalProperties", values.schema());
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isObject()) {
                problems.wrongType(path, "an object", value);
                return;
            }
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                problems.item(values, entry.getValue(), Problems.below(path, entry.getKey()));
            }
        }
    }

    /// A record.
    record Fields(@Nullable String description, List<Field> fields) implements Shape {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = type("object");
            if (description != null) schema.put("description", description);
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = JsonNodeFactory.instance.arrayNode();
            for (Field field : fields) {
                properties.set(field.name(), field.schema());
                if (field.required()) required.add(field.name());
            }
            if (!required.isEmpty()) schema.set("required", required);
            return schema.put("additionalProperties", false);
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isObject()) {
                problems.wrongType(path, "an object", value);
                return;
            }
            for (Field field : fields) checkField(field, value.get(field.name()), path, problems);
            List<String> names = fields.stream().map(Field::name).toList();
            for (String name : value.propertyNames()) {
                if (!names.contains(name)) {
                    problems.add(
                            Problems.below(path, name),
                            names.isEmpty()
                                    ? "is not known; no field is"
                                    : "is not known; known are " + String.join(", ", names));
                }
            }
        }

        private static void checkField(
                Field field, @Nullable JsonNode value, String path, Problems problems) {
            String place = Problems.below(path, field.name());
            boolean absent = value == null || value.isNull();
            if (absent && field.required()) {
                problems.add(place, value == null ? "is missing" : "must not be null");
            } else if (!absent) {
                field.shape().check(Optional.ofNullable(value).orElseThrow(), place, problems);
            }
        }
    }

    /// Any JSON.
    record Any() implements Shape {
        @Override
        public ObjectNode schema() {
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            // Nothing can be wrong with it.
        }
    }

    /// One component of a record.
    ///
    /// @param required whether it must be there, and not null
    record Field(String name, Shape shape, boolean required, @Nullable String description) {
        ObjectNode schema() {
            ObjectNode schema = shape.schema();
            if (description != null) schema.put("description", description);
            return schema;
        }
    }

    private static ObjectNode type(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
