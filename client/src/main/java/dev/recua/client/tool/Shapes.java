package dev.recua.client.tool;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireJson;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the shape of a Java type. What no JSON schema can say plainly is refused, in words that
/// name the component.
final class Shapes {
    private static final Map<Class<?>, Shape> SIMPLE =
            Map.ofEntries(
                    Map.entry(String.class, new Shape.Text(null, String.class)),
                    Map.entry(LocalDate.class, new Shape.Text("date", LocalDate.class)),
                    Map.entry(LocalTime.class, new Shape.Text("time", LocalTime.class)),
                    Map.entry(Instant.class, new Shape.Text("date-time", Instant.class)),
                    Map.entry(
                            OffsetDateTime.class,
                            new Shape.Text("date-time", OffsetDateTime.class)),
                    Map.entry(UUID.class, new Shape.Text("uuid", UUID.class)),
                    Map.entry(URI.class, new Shape.Text("uri", URI.class)),
                    Map.entry(byte.class, new Shape.Whole(Byte.MIN_VALUE, Byte.MAX_VALUE)),
                    Map.entry(Byte.class, new Shape.Whole(Byte.MIN_VALUE, Byte.MAX_VALUE)),
                    Map.entry(short.class, new Shape.Whole(Short.MIN_VALUE, Short.MAX_VALUE)),
                    Map.entry(Short.class, new Shape.Whole(Short.MIN_VALUE, Short.MAX_VALUE)),
                    Map.entry(int.class, new Shape.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
                    Map.entry(Integer.class, new Shape.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
                    Map.entry(long.class, new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE)),
                    Map.entry(Long.class, new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE)),
                    Map.entry(BigInteger.class, new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE)),
                    Map.entry(float.class, new Shape.Decimal(Float.MAX_VALUE)),
                    Map.entry(Float.class, new Shape.Decimal(Float.MAX_VALUE)),
                    Map.entry(double.class, new Shape.Decimal(Double.MAX_VALUE)),
                    Map.entry(Double.class, new Shape.Decimal(Double.MAX_VALUE)),
                    Map.entry(BigDecimal.class, new Shape.Decimal(Double.MAX_VALUE)),
                    Map.entry(boolean.class, new Shape.Flag()),
                    Map.entry(Boolean.class, new Shape.Flag()),
                    Map.entry(JsonNode.class, new Shape.Any()));

    /// The records that are being read, outermost first: to notice one that contains itself.
    private final Deque<Class<?>> within = new ArrayDeque<>();

    private Shapes() {}

    /// The shape of a record.
    ///
    /// @throws IllegalArgumentException when one of its components has a type that has none
    static Shape.Fields of(Class<? extends Record> type) {
        return new Shapes().fields(type);
    }

    private Shape.Fields fields(Class<?> type) {
        if (within.contains(type)) {
            throw refused(type.getSimpleName(), "contains itself, which needs no end of schema");
        }
        within.addLast(type);
        List<Shape.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) fields.add(field(component));
        within.removeLast();
        return new Shape.Fields(describing(type.getAnnotation(Description.class)), fields);
    }

    private Shape.Field field(RecordComponent component) {
        String where = component.getDeclaringRecord().getSimpleName() + "." + component.getName();
        @Nullable JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        boolean hasName = renamed != null && !renamed.value().isEmpty();
        Type type = component.getGenericType();
        boolean optional = raw(type) == Optional.class;
        return new Shape.Field(
                hasName && renamed != null ? renamed.value() : component.getName(),
                shape(optional ? argument(type, 0, where) : type, where),
                !optional && !isNullable(component),
                describing(component.getAnnotation(Description.class)));
    }

    private static @Nullable String describing(@Nullable Description description) {
        return description == null ? null : description.value();
    }

    /// Any annotation of that name, as the libraries of nullness have it.
    private static boolean isNullable(RecordComponent component) {
        return Stream.concat(
                        Stream.of(component.getAnnotatedType().getAnnotations()),
                        Stream.of(component.getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    private Shape shape(Type type, String where) {
        Class<?> raw = raw(type);
        @Nullable Shape simple = SIMPLE.get(raw);
        if (simple != null) return simple;
        if (raw.isRecord()) return fields(raw);
        if (raw.isEnum()) return new Shape.OneOf(words(raw));
        if (raw.isArray()) return new Shape.ListOf(shape(raw.getComponentType(), where + "[]"));
        if (raw == List.class || raw == Set.class || raw == Collection.class) {
            return new Shape.ListOf(shape(argument(type, 0, where), where + "[]"));
        }
        if (raw == Map.class && raw(argument(type, 0, where)) == String.class) {
            return new Shape.MapOf(shape(argument(type, 1, where), where + "{}"));
        }
        throw refused(where, "is " + type.getTypeName());
    }

    /// The names of an enum, as Jackson writes and reads them.
    private static List<String> words(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> WireJson.mapper().valueToTree(constant).asString())
                .toList();
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic when generic.getRawType() instanceof Class<?> plain ->
                    plain;
            default -> Object.class;
        };
    }

    private static Type argument(Type type, int index, String where) {
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments()[index];
        }
        throw refused(where, "is a " + type.getTypeName() + " without saying of what");
    }

    private static IllegalArgumentException refused(String where, String what) {
        return new IllegalArgumentException(
                "%s %s. A model can fill strings, numbers, booleans, enums, dates (java.time), UUID, URI, JsonNode, records of these, and List, Set, arrays, Map<String, …> and Optional of them; sealed types, generics and records that contain themselves it cannot."
                        .formatted(where, what));
    }
}
