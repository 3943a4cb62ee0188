package dev.recua.client.wire;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Which shape an answer must have. `dev.recua.client.tool.RecordFormat` writes one from a Java
/// record and reads the answer into it.
///
/// @param toJson as OpenAI defines it
public record ResponseFormat(JsonNode toJson) {
    /// Any text.
    public static final ResponseFormat TEXT = type("text");

    /// Any JSON object.
    public static final ResponseFormat JSON_OBJECT = type("json_object");

    /// JSON that keeps a schema. llama-server turns the schema into a grammar, so that nothing else
    /// can be generated; the answer may still end early, at the token limit.
    ///
    /// @param name of the schema, for the server
    public static ResponseFormat schema(String name, JsonNode schema) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return new ResponseFormat(
                json.objectNode()
                        .put("type", "json_schema")
                        .set(
                                "json_schema",
                                json.objectNode()
                                        .put("name", name)
                                        .put("strict", true)
                                        .set("schema", schema)));
    }

    private static ResponseFormat type(String type) {
        return new ResponseFormat(JsonNodeFactory.instance.objectNode().put("type", type));
    }
}
