package dev.recua.client.wire;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;

/// Reads the arguments of a tool call, which are JSON in a string, and with some servers (Ollama's
/// own API, a few proxies) the JSON itself.
final class ArgumentsText extends ValueDeserializer<String> {
    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        JsonNode value = context.readTree(parser);
        return value.isString() ? value.stringValue() : value.toString();
    }
}
