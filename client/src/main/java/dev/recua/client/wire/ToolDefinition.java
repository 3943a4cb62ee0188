package dev.recua.client.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A function that a model may call, as a request describes it. `dev.recua.client.tool.Tool` writes
/// one from a Java record.
///
/// @param type `function`
/// @param function which one
@WireRecord
public record ToolDefinition(String type, Function function) {

    /// What the model is told of a function.
    ///
    /// @param name letters, digits, `_` and `-`, at most 64 characters
    /// @param description when and what for
    /// @param parameters a JSON schema of its arguments, of type `object`
    /// @param strict whether the server must keep the model to the schema; null is not sent
    @WireRecord
    public record Function(
            String name,
            @Nullable String description,
            JsonNode parameters,
            @Nullable Boolean strict) {
        public Function {
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new IllegalArgumentException(
                        "a tool's name is 1 to 64 letters, digits, _ or -, was \"" + name + "\"");
            }
        }
    }

    /// A function with these arguments.
    public static ToolDefinition of(String name, String description, JsonNode parameters) {
        return new ToolDefinition("function", new Function(name, description, parameters, null));
    }
}
