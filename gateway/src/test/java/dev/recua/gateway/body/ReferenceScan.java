package dev.recua.gateway.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recua.gateway.body.JsonScan.Found;
import dev.recua.gateway.body.JsonScan.Malformed;
import dev.recua.gateway.body.JsonScan.NotAnObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// What [JsonScanner] should say, by Jackson 3 and the JDK's strict UTF-8 decoder.
final class ReferenceScan {
    private final JsonFactory factory =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(JsonScanner.MAX_DEPTH)
                                    .build())
                    .build();

    JsonScan scan(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.startsWith("\uFEFF")) text = text.substring(1);
            try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
                return read(parser);
            }
        } catch (CharacterCodingException | JacksonException e) {
            return new Malformed(0, "reference: " + e.getMessage());
        }
    }

    private static JsonScan read(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) return new Malformed(0, "empty");
        Optional<String> model = Optional.empty();
        boolean modelIsText = true;
        boolean stream = false;
        int depth = first.isStructStart() ? 1 : 0;
        String key = "";
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            boolean top = depth == 1 && first == JsonToken.START_OBJECT;
            if (token.isStructEnd()) depth--;
            if (token.isStructStart()) depth++;
            if (!top) continue;
            if (token == JsonToken.PROPERTY_NAME) {
                key = parser.currentName();
            } else if (!token.isStructEnd() && key.equals("model")) {
                boolean text = token == JsonToken.VALUE_STRING;
                model = text ? Optional.of(parser.getString()) : Optional.empty();
                modelIsText = text || token == JsonToken.VALUE_NULL;
            } else if (!token.isStructEnd() && key.equals("stream")) {
                stream = token == JsonToken.VALUE_TRUE;
            }
        }
        if (parser.nextToken() != null) return new Malformed(0, "trailing tokens");
        if (first != JsonToken.START_OBJECT) return new NotAnObject();
        return modelIsText ? new Found(model, stream) : new Malformed(0, "model");
    }
}
