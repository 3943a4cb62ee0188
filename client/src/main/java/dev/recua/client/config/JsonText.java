package dev.recua.client.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON file as a tree, and where in the text each of its values is.
///
/// What is no JSON is a problem, in our own words: a parser's may repeat a part of a key. Where the
/// text would be JSON but for comments, commas or quotes, it is read in spite of the problem, so
/// that its other problems are told as well. A key that is there twice is a problem.
final class JsonText {
    static final int LARGEST = 1 << 20;
    static final int DEEPEST = 32;

    /// What people write that is no JSON, the likeliest first.
    private static final List<Lapse> LAPSES =
            List.of(
                    new Lapse(
                            JsonReadFeature.ALLOW_JAVA_COMMENTS,
                            "a comment, which JSON does not have",
                            "Take it out."),
                    new Lapse(
                            JsonReadFeature.ALLOW_YAML_COMMENTS,
                            "a comment, which JSON does not have",
                            "Take it out."),
                    new Lapse(
                            JsonReadFeature.ALLOW_TRAILING_COMMA,
                            "a comma before the } or ], where JSON has none",
                            "Take it out."),
                    new Lapse(
                            JsonReadFeature.ALLOW_SINGLE_QUOTES,
                            "a single quote; JSON has double ones",
                            "Write \"."),
                    new Lapse(
                            JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                            "a name without quotes; JSON wants \"name\"",
                            "Write it with quotes."));

    private static final JsonMapper STRICT = mapper(List.of());

    private record Lapse(JsonReadFeature feature, String words, String hint) {}

    /// Why a parser stopped.
    private enum Stop {
        NO_JSON,
        TOO_MUCH,
        FOLLOWED
    }

    /// @param offset of the first thing that is no JSON
    private record Failure(Stop why, int line, int column, long offset) {}

    /// What came of a text.
    ///
    /// @param root  the object; empty when there is none
    /// @param places of each value by its pointer
    record Read(Optional<ObjectNode> root, Map<String, Place> places) {}

    private final String source;
    private final Findings findings;
    private final Map<String, Place> places = new HashMap<>();

    /// @param source the file's name, for problems
    JsonText(String source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /// Reads UTF-8, with or without a byte order mark.
    Read read(byte[] bytes) {
        if (bytes.length > LARGEST) {
            findings.error(
                    Place.wholeFile(source),
                    "has more than %,d bytes, too many for a configuration".formatted(LARGEST));
            return new Read(Optional.empty(), places);
        }
        boolean utf16 = bytes.length > 1 && (bytes[0] & 0xff) >= 0xfe && (bytes[1] & 0xff) >= 0xfe;
        try {
            if (utf16) throw new CharacterCodingException();
            var decoder = StandardCharsets.UTF_8.newDecoder();
            decoder.onMalformedInput(CodingErrorAction.REPORT);
            return read(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            findings.error(
                    Place.wholeFile(source),
                    utf16 ? "is UTF-16" : "is no UTF-8",
                    "Save it as UTF-8.");
            return new Read(Optional.empty(), places);
        }
    }

    /// Reads a text, with or without a byte order mark.
    Read read(String marked) {
        String text = marked.startsWith("\uFEFF") ? marked.substring(1) : marked;
        if (text.isBlank()) {
            findings.error(Place.wholeFile(source), "is empty", "Write at least {}.");
            return new Read(Optional.empty(), places);
        }
        Optional<Failure> failure = failure(STRICT, text);
        if (failure.isEmpty()) return new Read(root(STRICT, text), places);
        explain(failure.get(), text);
        JsonMapper lenient = mapper(LAPSES.stream().map(Lapse::feature).toList());
        boolean readable = failure(lenient, text).isEmpty();
        return new Read(readable ? root(lenient, text) : Optional.empty(), places);
    }

    private void explain(Failure failure, String text) {
        Place at = new Place(source, failure.line(), failure.column(), "");
        for (Lapse lapse : LAPSES) {
            // It is this lapse when a parser that takes it gets further.
            Optional<Failure> then = failure(mapper(List.of(lapse.feature())), text);
            if (then.isEmpty() || then.get().offset() > failure.offset()) {
                findings.error(at, "is no JSON: there is " + lapse.words(), lapse.hint());
                return;
            }
        }
        boolean atEnd = failure.offset() >= text.stripTrailing().length();
        switch (failure.why()) {
            case TOO_MUCH ->
                    findings.error(
                            at,
                            "is no configuration: more than %d levels of { and [, or a number of more than 1,000 digits"
                                    .formatted(DEEPEST));
            case FOLLOWED ->
                    findings.error(
                            at,
                            "is no JSON: something follows the end of the object",
                            "Take it out.");
            case NO_JSON ->
                    findings.error(
                            at,
                            atEnd
                                    ? "is no JSON: it ends too early"
                                    : "is no JSON: here stands what JSON does not allow",
                            atEnd
                                    ? "A }, a ] or a \" is missing."
                                    : "Look for a missing quote or comma here or just before.");
        }
    }

    private static Optional<Failure> failure(JsonMapper mapper, String text) {
        try (JsonParser parser = mapper.createParser(text)) {
            return failure(parser);
        }
    }

    private static Optional<Failure> failure(JsonParser parser) {
        try {
            int depth = 0;
            do depth += depth(parser.nextToken());
            while (depth > 0);
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of(at(Stop.FOLLOWED, parser.currentTokenLocation()));
        } catch (StreamConstraintsException tooMuch) {
            return Optional.of(at(Stop.TOO_MUCH, parser.currentLocation()));
        } catch (JacksonException broken) {
            return Optional.of(at(Stop.NO_JSON, broken.getLocation()));
        }
    }

    private static int depth(JsonToken token) {
        return switch (token) {
            case START_OBJECT, START_ARRAY -> 1;
            case END_OBJECT, END_ARRAY -> -1;
            default -> 0;
        };
    }

    private static Failure at(Stop why, TokenStreamLocation location) {
        return new Failure(
                why,
                Math.max(1, location.getLineNr()),
                Math.max(1, location.getColumnNr()),
                location.getCharOffset());
    }

    private Optional<ObjectNode> root(JsonMapper mapper, String text) {
        try (JsonParser parser = mapper.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                findings.error(place(parser, ""), "must be an object: { … }");
                return Optional.empty();
            }
            places.put("", place(parser, ""));
            return Optional.of(object(parser, mapper, ""));
        }
    }

    private ObjectNode object(JsonParser parser, JsonMapper mapper, String pointer) {
        ObjectNode object = mapper.createObjectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            String child = below(pointer, name);
            Place at = place(parser, child);
            parser.nextToken();
            if (object.has(name)) {
                Place first = places.getOrDefault(child, at);
                findings.error(
                        at,
                        "is there twice, first in line " + first.line(),
                        "Take one of them out.");
                parser.skipChildren();
            } else {
                places.put(child, at);
                object.set(name, value(parser, mapper, child));
            }
        }
        return object;
    }

    private JsonNode value(JsonParser parser, JsonMapper mapper, String pointer) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, mapper, pointer);
            case START_ARRAY -> array(parser, mapper, pointer);
            default -> parser.readValueAsTree();
        };
    }

    private ArrayNode array(JsonParser parser, JsonMapper mapper, String pointer) {
        ArrayNode array = mapper.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String child = pointer + "/" + array.size();
            places.put(child, place(parser, child));
            array.add(value(parser, mapper, child));
        }
        return array;
    }

    private Place place(JsonParser parser, String pointer) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new Place(
                source, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), pointer);
    }

    /// The pointer of a member ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
    static String below(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonMapper mapper(List<JsonReadFeature> features) {
        JsonFactoryBuilder factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
        features.forEach(factory::enable);
        return JsonMapper.builder(factory.build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }
}
