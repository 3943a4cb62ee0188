package dev.recua.client.config;

import dev.recua.client.wire.WireJson;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The table of keys as JSON Schema (draft 2020-12).
final class SchemaText {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = WireJson.mapper();
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

    private SchemaText() {}

    /// Of `client.json`. What providers have in common stands there once.
    static String ofClientFile() {
        ObjectNode schema = head("urn:recua:client", "client.json of Recua");
        object(schema, Keys.ROOT);
        for (Key provider : ((Kind.Section) Keys.PROVIDERS.kind()).keys()) {
            ObjectNode section =
                    (ObjectNode) schema.at("/properties/providers/properties/" + provider.name());
            ObjectNode properties = (ObjectNode) section.path("properties");
            for (String name : List.copyOf(properties.propertyNames())) {
                properties.set(name, JSON.objectNode().put("$ref", "#/$defs/" + name));
            }
        }
        ObjectNode definitions = schema.putObject("$defs");
        Keys.of(ProviderType.LLAMA_CPP).forEach(key -> definitions.set(key.name(), of(key)));
        return pretty(schema);
    }

    /// Of the section `llamaCpp` of an `agents.config.json`, which is also `llama-cpp` in
    /// `client.json`.
    static String ofLlamaCpp() {
        ObjectNode schema =
                head("urn:recua:llama-cpp", "llamaCpp in agents.config.json, as Recua reads it");
        object(schema, Keys.of(ProviderType.LLAMA_CPP));
        return pretty(schema);
    }

    private static ObjectNode head(String id, String title) {
        return JSON.objectNode().put("$schema", DRAFT).put("$id", id).put("title", title);
    }

    private static void object(ObjectNode schema, List<Key> keys) {
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        keys.forEach(key -> properties.set(key.name(), of(key)));
    }

    private static ObjectNode of(Key key) {
        ObjectNode schema = JSON.objectNode();
        schema.put("description", key.meaning());
        switch (key.kind()) {
            case Kind.Whole whole ->
                    schema.put("type", "integer")
                            .put("minimum", whole.least())
                            .put("maximum", whole.most());
            case Kind.Real real ->
                    schema.put("type", "number")
                            .put("minimum", real.least())
                            .put("maximum", real.most());
            case Kind.OneOf one ->
                    schema.set("enum", list(one.numbers().stream().map(JSON::numberNode)));
            case Kind.Words words ->
                    schema.set("enum", list(words.words().stream().map(JSON::stringNode)));
            case Kind.Flag flag -> schema.put("type", "boolean");
            case Kind.Text text -> schema.put("type", "string");
            case Kind.Names names ->
                    schema.put("type", "array")
                            .putObject("items")
                            .put("type", "string")
                            .put("pattern", "\\S");
            case Kind.Address address -> schema.put("type", "string").put("pattern", BaseUrl.FORM);
            case Kind.Hidden hidden -> hidden(schema);
            case Kind.Section section -> object(schema, section.keys());
        }
        if (!key.standard().isEmpty() && !key.standard().equals(Keys.SERVERS)) {
            schema.set("default", MAPPER.readTree(key.standard()));
        }
        return schema;
    }

    private static void hidden(ObjectNode schema) {
        ObjectNode file = JSON.objectNode().put("type", "object");
        file.put("additionalProperties", false)
                .set("properties", JSON.objectNode().set("file", type("string")));
        file.set("required", list(Stream.of(JSON.stringNode("file"))));
        ObjectNode text = type("string").put("pattern", Keyring.FORM);
        schema.set("oneOf", list(Stream.of(text, file)));
    }

    private static ObjectNode type(String name) {
        return JSON.objectNode().put("type", name);
    }

    private static JsonNode list(Stream<? extends JsonNode> nodes) {
        var list = JSON.arrayNode();
        nodes.forEach(list::add);
        return list;
    }

    private static String pretty(ObjectNode schema) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }
}
