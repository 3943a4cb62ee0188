package dev.recua.gateway.config;

import dev.recua.gateway.config.Node.Field;
import dev.recua.gateway.config.Node.Fields;
import dev.recua.gateway.config.Node.Items;
import dev.recua.gateway.config.Node.Nothing;
import dev.recua.gateway.config.Node.Scalar;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// YAML text → [Node]s with positions. Reports syntax errors, duplicate keys, and what we do not
/// read: aliases and a second document.
final class YamlTree {
    /// Deeper than any configuration; keeps a hostile file from using up the stack.
    private static final int MAX_DEPTH = 32;

    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final YAMLParser parser;
    private final Path file;
    private final ProblemLog problems;

    private YamlTree(YAMLParser parser, Path file, ProblemLog problems) {
        this.parser = parser;
        this.file = file;
        this.problems = problems;
    }

    /// Reads a text.
    ///
    /// @return the root mapping; an empty one for a text without content; empty when the text
    ///     cannot be read on
    static Optional<Fields> parse(String text, Path file, ProblemLog problems) {
        try (var parser =
                (YAMLParser)
                        FACTORY.createParser(ObjectReadContext.empty(), new StringReader(text))) {
            return new YamlTree(parser, file, problems).root();
        } catch (JacksonException e) {
            problems.error(
                    place(e, file),
                    "",
                    "is not valid YAML: " + reason(e),
                    "Correct the file there.");
            return Optional.empty();
        }
    }

    private Optional<Fields> root() {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return Optional.of(new Fields(List.of(), new Origin.InFile(file, 0, 0)));
        }
        Node root = node(first, "", 0);
        if (parser.nextToken() != null) {
            problems.error(
                    here(),
                    "",
                    "has a second document",
                    "Remove everything from the second --- on.");
        }
        if (root instanceof Fields fields) return Optional.of(fields);
        problems.error(
                root.at(),
                "",
                "is " + root.what() + ", not a map of keys",
                "Write lines such as listen: 127.0.0.1:8091.");
        return Optional.empty();
    }

    private Node node(JsonToken token, String path, int depth) {
        Origin at = here();
        if (depth > MAX_DEPTH) {
            problems.error(
                    at, path, "is nested deeper than " + MAX_DEPTH + " levels", "Make it flatter.");
            parser.skipChildren();
            return new Nothing(at);
        }
        return switch (token) {
            case START_OBJECT -> fields(at, path, depth);
            case START_ARRAY -> items(at, path, depth);
            case VALUE_NULL -> new Nothing(at);
            default -> scalar(at, path);
        };
    }

    private Node scalar(Origin at, String path) {
        if (!parser.isCurrentAlias()) return new Scalar(parser.getString(), at);
        problems.error(at, path, "uses a YAML alias, which is not read", "Write the value out.");
        return new Nothing(at);
    }

    private Items items(Origin at, String path, int depth) {
        var items = new ArrayList<Node>();
        for (JsonToken next = parser.nextToken();
                next != null && next != JsonToken.END_ARRAY;
                next = parser.nextToken()) {
            items.add(node(next, path, depth + 1));
        }
        return new Items(List.copyOf(items), at);
    }

    private Fields fields(Origin at, String path, int depth) {
        var fields = new LinkedHashMap<String, Field>();
        for (JsonToken next = parser.nextToken();
                next == JsonToken.PROPERTY_NAME;
                next = parser.nextToken()) {
            String name = parser.currentName();
            Origin nameAt = here();
            String key = path.isEmpty() ? name : path + "." + name;
            Field before = fields.get(name);
            if (before != null && before.at() instanceof Origin.InFile(_, int line, _)) {
                problems.error(
                        nameAt, key, "is set twice, first on line " + line, "Remove one of them.");
            }
            JsonToken value = parser.nextToken();
            if (value == null) break;
            var field = new Field(name, nameAt, node(value, key, depth + 1));
            fields.putIfAbsent(name, field);
        }
        return new Fields(List.copyOf(fields.values()), at);
    }

    private Origin here() {
        var location = parser.currentTokenLocation();
        return new Origin.InFile(file, location.getLineNr(), location.getColumnNr());
    }

    // Jackson's own location is that of the last good token; the engine's mark is where the error
    // is.
    private static Origin place(JacksonException e, Path file) {
        if (e.getCause() instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent()) {
            var mark = marked.getProblemMark().get();
            return new Origin.InFile(file, mark.getLine() + 1, mark.getColumn() + 1);
        }
        var location = e.getLocation();
        if (location == null || location.getLineNr() < 1) return new Origin.InFile(file, 0, 0);
        return new Origin.InFile(file, location.getLineNr(), Math.max(1, location.getColumnNr()));
    }

    // The engine's whole message repeats a piece of the file, which may hold a secret: only its
    // kind of problem is shown.
    private static String reason(JacksonException e) {
        if (e.getCause() instanceof MarkedYamlEngineException marked
                && marked.getProblem() != null) {
            return marked.getProblem();
        }
        String message = e.getOriginalMessage();
        if (message == null) return "unreadable";
        return message.startsWith("Expected a property name")
                ? "a key must be a plain text"
                : message.lines().findFirst().orElse("unreadable");
    }
}
