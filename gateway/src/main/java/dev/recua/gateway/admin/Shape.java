package dev.recua.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.admin.OneOf;
import dev.recua.client.wire.WireJson;
import dev.recua.client.wire.WireRecord;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a value of a record looks like as JSON. The OpenAPI document is written from it, and bodies
/// are checked against it. Read from the record itself: types, `@Nullable`, `@JsonProperty`,
/// [WireRecord] and [OneOf]. Pure.
sealed interface Shape {
    /// Text.
    ///
    /// @param oneOf the texts that it can be, such as those of an enum; empty: any
    record Text(List<String> oneOf) implements Shape {
        public Text {
            oneOf = List.copyOf(oneOf);
        }
    }

    /// A whole number.
    record Whole(boolean isLong) implements Shape {}

    /// A number.
    record Real() implements Shape {}

    /// True or false.
    record Truth() implements Shape {}

    /// Any JSON.
    record Anything() implements Shape {}

    /// A list.
    record ListOf(Shape each) implements Shape {}

    /// An object with names that are not known before.
    record MapOf(Shape each) implements Shape {}

    /// An object that is a record.
    record Of(Class<? extends Record> type) implements Shape {}

    /// One field of a record.
    ///
    /// @param nullable whether it can be null
    /// @param written  whether every answer has it
    record Field(String name, Shape shape, boolean nullable, boolean written) {}

    /// The fields of a record, in their order.
    static List<Field> fieldsOf(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> field(component, type.isAnnotationPresent(WireRecord.class)))
                .toList();
    }

    private static Field field(RecordComponent component, boolean wire) {
        var accessor = component.getAccessor();
        String name =
                Optional.ofNullable(accessor.getAnnotation(JsonProperty.class))
                        .map(JsonProperty::value)
                        .orElse(wire ? snakeCase(component.getName()) : component.getName());
        AnnotatedType type = component.getAnnotatedType();
        boolean nullable = type.isAnnotationPresent(Nullable.class);
        boolean written =
                switch (include(accessor, wire)) {
                    case ALWAYS -> true;
                    case NON_NULL -> !nullable;
                    default -> false;
                };
        List<String> oneOf =
                Optional.ofNullable(component.getAnnotation(OneOf.class))
                        .map(known -> List.of(known.value()))
                        .orElse(List.of());
        return new Field(name, of(type, oneOf), nullable, written);
    }

    private static JsonInclude.Include include(Method accessor, boolean wire) {
        return Optional.ofNullable(accessor.getAnnotation(JsonInclude.class))
                .map(JsonInclude::value)
                .orElse(wire ? JsonInclude.Include.NON_NULL : JsonInclude.Include.ALWAYS);
    }

    private static Shape of(AnnotatedType annotated, List<String> oneOf) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType generic) {
            AnnotatedType[] of =
                    ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
            if (generic.getRawType() == List.class) return new ListOf(of(of[0], List.of()));
            if (generic.getRawType() == Map.class) return new MapOf(of(of[1], List.of()));
        }
        if (type instanceof Class<?> known) return of(known, oneOf);
        throw new IllegalArgumentException("has no shape: " + type);
    }

    private static Shape of(Class<?> type, List<String> oneOf) {
        if (type == String.class) return new Text(oneOf);
        if (type == int.class || type == Integer.class) return new Whole(false);
        if (type == long.class || type == Long.class) return new Whole(true);
        if (type == double.class || type == Double.class) return new Real();
        if (type == boolean.class || type == Boolean.class) return new Truth();
        if (type == JsonNode.class) return new Anything();
        if (type.isEnum()) return new Text(words(type));
        if (type.isRecord()) return new Of(type.asSubclass(Record.class));
        throw new IllegalArgumentException("has no shape: " + type);
    }

    /// What the constants are on the wire.
    private static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> WireJson.mapper().valueToTree(constant).stringValue())
                .toList();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
