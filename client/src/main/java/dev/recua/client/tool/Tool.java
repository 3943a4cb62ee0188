package dev.recua.client.tool;

import dev.recua.client.wire.ToolDefinition;
import dev.recua.client.wire.WireJson;
import org.jspecify.annotations.Nullable;

/// A function that a model may call.
///
/// ```java
/// record Weather(@Description("a city") String city, Optional<LocalDate> day) {}
///
/// var tool = Tool.of("weather", "Tells the weather of a city.", Weather.class, it ->
/// look(it.city()));
/// ```
///
/// The schema comes from the record: all its components must be given but those that are `Optional`
/// or `@Nullable`. Immutable; as safe for threads as its function.
public final class Tool {
    private final ToolDefinition definition;
    private final Call call;

    private Tool(ToolDefinition definition, Call call) {
        this.definition = definition;
        this.call = call;
    }

    /// A tool with the components of a record as its arguments.
    ///
    /// @param name 1 to 64 letters, digits, `_` or `-`
    /// @param description when the model should call it, and what it gives
    /// @throws IllegalArgumentException when the record has a component whose type no model can
    /// fill
    public static <T extends Record> Tool of(
            String name, String description, Class<T> arguments, Function<T> function) {
        var reader = new RecordReader<>(arguments);
        return new Tool(
                ToolDefinition.of(name, description, reader.schema()),
                text -> function.apply(reader.read(text, "The arguments of " + name)));
    }

    /// What a tool does.
    ///
    /// @param <T> its arguments
    @FunctionalInterface
    public interface Function<T extends Record> {
        /// Does it.
        ///
        /// @return what the model is told: text as it is, anything else as JSON
        /// @throws Exception whose message the model is told instead
        @Nullable Object apply(T arguments) throws Exception;
    }

    @FunctionalInterface
    private interface Call {
        @Nullable Object apply(String arguments) throws Exception;
    }

    /// Its name.
    public String name() {
        return definition.function().name();
    }

    /// What the model is told of it.
    public ToolDefinition definition() {
        return definition;
    }

    /// Checks the arguments and calls the function.
    ///
    /// @param arguments JSON text, as the model wrote it
    /// @return what the model is told
    /// @throws InvalidJson when the arguments are not those of the record, with every problem
    /// @throws Exception what the function threw
    public String call(String arguments) throws Exception {
        @Nullable Object result = call.apply(arguments);
        return result instanceof String text ? text : WireJson.mapper().writeValueAsString(result);
    }
}
