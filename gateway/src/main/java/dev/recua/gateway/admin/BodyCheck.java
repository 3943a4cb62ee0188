package dev.recua.gateway.admin;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Whether JSON is a record, and if not, which field is to blame. Stricter than reading it, because
/// a field that is misspelled would be ignored in silence. Pure.
final class BodyCheck {
    /// What is wrong.
    ///
    /// @param field its name, with those around it: `a.b[0]`
    /// @param what  a sentence that goes on after the field's name
    record Wrong(String field, String what) {}

    private BodyCheck() {}

    /// The first field that does not fit.
    static Optional<Wrong> of(JsonNode object, Class<? extends Record> type) {
        return object(object, type, "");
    }

    /// The names that a body may have.
    static String names(Class<? extends Record> type) {
        return Shape.fieldsOf(type).stream()
                .map(Shape.Field::name)
                .collect(Collectors.joining(", "));
    }

    private static Optional<Wrong> object(
            JsonNode object, Class<? extends Record> type, String prefix) {
        List<Shape.Field> fields = Shape.fieldsOf(type);
        for (String name : object.propertyNames()) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                return wrong(prefix + name, "is unknown here; there are: " + names(type));
            }
        }
        for (Shape.Field field : fields) {
            Optional<Wrong> wrong = field(object.path(field.name()), field, prefix);
            if (wrong.isPresent()) return wrong;
        }
        return Optional.empty();
    }

    private static Optional<Wrong> field(JsonNode value, Shape.Field field, String prefix) {
        String name = prefix + field.name();
        boolean absent = value.isMissingNode() || value.isNull();
        if (absent && field.nullable()) return Optional.empty();
        if (value.isMissingNode()) return wrong(name, "is missing");
        return value(value, field.shape(), name);
    }

    private static Optional<Wrong> value(JsonNode value, Shape shape, String name) {
        return switch (shape) {
            case Shape.Anything _ -> Optional.empty();
            case Shape.Text(var oneOf) -> text(value, oneOf, name);
            case Shape.Whole(var isLong) -> whole(value, isLong, name);
            case Shape.Real _ -> must(value.isNumber(), name, "must be a number");
            case Shape.Truth _ -> must(value.isBoolean(), name, "must be true or false");
            case Shape.ListOf(var each) -> list(value, each, name);
            case Shape.MapOf(var each) -> map(value, each, name);
            case Shape.Of(var type) ->
                    value.isObject()
                            ? object(value, type, name + ".")
                            : wrong(name, "must be an object");
        };
    }

    private static Optional<Wrong> text(JsonNode value, List<String> oneOf, String name) {
        if (oneOf.isEmpty()) return must(value.isString(), name, "must be a string");
        boolean known = value.isString() && oneOf.contains(value.stringValue());
        return must(known, name, "must be one of: " + String.join(", ", oneOf));
    }

    private static Optional<Wrong> whole(JsonNode value, boolean isLong, String name) {
        boolean fits = isLong ? value.canConvertToLong() : value.canConvertToInt();
        return must(value.isIntegralNumber() && fits, name, "must be a whole number");
    }

    private static Optional<Wrong> list(JsonNode value, Shape each, String name) {
        if (!value.isArray()) return wrong(name, "must be a list");
        for (int i = 0; i < value.size(); i++) {
            Optional<Wrong> wrong = value(value.get(i), each, name + "[" + i + "]");
            if (wrong.isPresent()) return wrong;
        }
        return Optional.empty();
    }

    private static Optional<Wrong> map(JsonNode value, Shape each, String name) {
        if (!value.isObject()) return wrong(name, "must be an object");
        for (String key : value.propertyNames()) {
            Optional<Wrong> wrong = value(value.path(key), each, name + "." + key);
            if (wrong.isPresent()) return wrong;
        }
        return Optional.empty();
    }

    private static Optional<Wrong> must(boolean holds, String name, String what) {
        return holds ? Optional.empty() : wrong(name, what);
    }

    private static Optional<Wrong> wrong(String name, String what) {
        return Optional.of(new Wrong(name, what));
    }
}
