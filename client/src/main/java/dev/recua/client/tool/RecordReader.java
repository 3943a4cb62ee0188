package dev.recua.client.tool;

import dev.recua.client.wire.WireJson;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes a record of JSON that a model wrote, or tells all that is wrong with it. Strict: plain
/// JSON, no name twice, nothing behind it, at most [#MAX_CHARACTERS] characters and [#MAX_DEPTH]
/// deep.
final class RecordReader<T extends Record> {
    static final int MAX_CHARACTERS = 1024 * 1024;
    static final int MAX_DEPTH = 64;

    private static final JsonMapper STRICT =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxDocumentLength(MAX_CHARACTERS)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Class<T> type;
    private final Shape.Fields shape;

    RecordReader(Class<T> type) {
        this.type = type;
        this.shape = Shapes.of(type);
    }

    ObjectNode schema() {
        return shape.schema();
    }

    /// Reads the record.
    ///
    /// @param what what the text is, for the message
    /// @throws InvalidJson when it is not the record
    T read(String text, String what) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidJson(
                    what,
                    List.of(
                            "it has %,d characters; %,d are allowed"
                                    .formatted(text.length(), MAX_CHARACTERS)));
        }
        JsonNode json = parse(text, what);
        var problems = new Problems();
        shape.check(json, "", problems);
        if (!problems.all().isEmpty()) throw new InvalidJson(what, problems.all());
        try {
            return WireJson.mapper().treeToValue(json, type);
        } catch (JacksonException e) {
            throw new InvalidJson(what, List.of(words(e)));
        }
    }

    private static JsonNode parse(String text, String what) {
        try {
            JsonNode json = STRICT.readTree(text);
            if (json.isMissingNode()) throw new InvalidJson(what, List.of("it is empty"));
            return json;
        } catch (JacksonException e) {
            throw new InvalidJson(what, List.of("it is not JSON: " + words(e)));
        }
    }

    /// The record's own refusal, where it has one, else Jackson's words with the place.
    private static String words(JacksonException e) {
        if (e.getCause() instanceof RuntimeException refusal && refusal.getMessage() != null) {
            return refusal.getMessage();
        }
        String place =
                e.getLocation() == null ? "" : " (" + e.getLocation().offsetDescription() + ")";
        return Problems.cut(String.valueOf(e.getOriginalMessage()), 200) + place;
    }
}
