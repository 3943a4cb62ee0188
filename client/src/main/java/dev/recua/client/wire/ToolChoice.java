package dev.recua.client.wire;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whether a model may or must call tools. llama-server leaves the tools in the prompt even with
/// [#NONE] (0.7.0).
///
/// @param toJson as OpenAI defines it
public record ToolChoice(JsonNode toJson) {
    /// The model decides: what servers do when tools are given.
    public static final ToolChoice AUTO = word("auto");

    /// No call.
    public static final ToolChoice NONE = word("none");

    /// At least one call.
    public static final ToolChoice REQUIRED = word("required");

    /// A call of this function.
    public static ToolChoice function(String name) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return new ToolChoice(
                json.objectNode()
                        .put("type", "function")
                        .set("function", json.objectNode().put("name", name)));
    }

    private static ToolChoice word(String word) {
        return new ToolChoice(JsonNodeFactory.instance.stringNode(word));
    }
}
