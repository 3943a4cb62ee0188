package dev.recua.gateway.config;

import dev.recua.gateway.config.Node.Field;
import dev.recua.gateway.config.Node.Fields;
import dev.recua.gateway.config.Node.Items;
import dev.recua.gateway.config.Node.Nothing;
import dev.recua.gateway.config.Node.Scalar;
import dev.recua.supervisor.args.ShellWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads typed values out of [Layers] below one section; what cannot be read becomes a problem and
/// counts as not set.
final class Settings {
    private final Layers layers;
    private final Variables variables;
    private final ProblemLog problems;
    private final String section;

    Settings(Layers layers, Variables variables, ProblemLog problems, String section) {
        this.layers = layers;
        this.variables = variables;
        this.problems = problems;
        this.section = section;
    }

    /// The same below a section, relative to this one.
    Settings in(String name) {
        return new Settings(layers, variables, problems, path(name));
    }

    String path(String key) {
        return Layers.join(section, key);
    }

    /// Where the value that counts was set; the key must be set.
    Optional<Origin> origin(String key) {
        var nodes = layers.at(path(key));
        return nodes.isEmpty() ? Optional.empty() : Optional.of(nodes.getLast().at());
    }

    <T> T read(String key, T standard, Function<String, T> parser) {
        return find(key, parser).orElse(standard);
    }

    <T> Optional<T> find(String key, Function<String, T> parser) {
        Optional<T> result = Optional.empty();
        for (Node node : layers.at(path(key))) {
            result =
                    scalar(node, path(key))
                            .flatMap(text -> parse(text, node.at(), path(key), parser));
        }
        return result;
    }

    /// As [#find], but a value that is one `${NAME}` of an unset variable counts as not set.
    <T> Optional<T> findIfSet(String key, Function<String, T> parser) {
        var nodes = layers.at(path(key));
        if (!nodes.isEmpty()
                && nodes.getLast() instanceof Scalar(String text, Origin.InFile _)
                && variables.isUnset(text)) {
            return Optional.empty();
        }
        return find(key, parser);
    }

    <T> List<T> list(String key, Function<String, T> parser) {
        var result = new ArrayList<T>();
        for (Node node : layers.at(path(key))) {
            if (!(node instanceof Items(List<Node> items, _))) {
                wrong(
                        node,
                        path(key),
                        "a list",
                        "Write [one, two], or one line with a dash for each.");
                continue;
            }
            for (int i = 0; i < items.size(); i++) {
                Node item = items.get(i);
                String itemPath = path(key) + "[" + i + "]";
                if (item instanceof Nothing)
                    wrong(item, itemPath, "a single value", "Write one, or remove the item.");
                else
                    scalar(item, itemPath)
                            .flatMap(text -> parse(text, item.at(), itemPath, parser))
                            .ifPresent(result::add);
            }
        }
        return result;
    }

    /// Words for a command line: one text is split as a shell does; of a list, items that begin
    /// with `-` are split so, the others are one word each.
    List<String> words(String key) {
        var nodes = layers.at(path(key));
        if (nodes.isEmpty()) return List.of();
        if (nodes.getLast() instanceof Scalar)
            return find(key, Settings::shellWords).orElse(List.of());
        return list(key, item -> item.startsWith("-") ? shellWords(item) : List.of(item)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> shellWords(String text) {
        return switch (ShellWords.split(text)) {
            case ShellWords.Words(var words) -> words;
            case ShellWords.Unfinished unfinished ->
                    throw new BadValue(
                            unfinished.message(), "Close the quote, or write \\\\ for a plain \\.");
        };
    }

    /// A map of names to texts, in file order.
    ///
    /// @param checkName throws [BadValue]
    Map<String, String> pairs(String key, Function<String, String> checkName) {
        var result = new LinkedHashMap<String, String>();
        for (Node node : layers.at(path(key))) {
            if (node instanceof Fields(List<Field> fields, _)) {
                fields.forEach(field -> pair(field, path(key), checkName, result));
            } else {
                wrong(node, path(key), "a map", "Write {NAME: value}, or one line for each.");
            }
        }
        return result;
    }

    /// Whether the value was set, but cannot be used.
    boolean isWrong(String key) {
        return problems.hasErrorAt(path(key));
    }

    void error(Origin origin, String key, String message, String hint) {
        problems.error(origin, path(key), message, hint);
    }

    void warning(Origin origin, String key, String message, String hint) {
        problems.warning(origin, path(key), message, Optional.of(hint));
    }

    private void pair(
            Field field,
            String path,
            Function<String, String> checkName,
            Map<String, String> result) {
        String pairPath = Layers.join(path, field.name());
        var name = parse(field.name(), field.at(), pairPath, checkName);
        var value =
                field.value() instanceof Nothing
                        ? Optional.of("")
                        : scalar(field.value(), pairPath)
                                .flatMap(
                                        text ->
                                                parse(
                                                        text,
                                                        field.value().at(),
                                                        pairPath,
                                                        word -> word));
        if (name.isPresent() && value.isPresent()) result.put(name.get(), value.get());
    }

    private Optional<String> scalar(Node node, String path) {
        if (node instanceof Scalar(String text, _)) return Optional.of(text);
        wrong(node, path, "a single value", "Write it on one line, as in the reference page.");
        return Optional.empty();
    }

    private void wrong(Node node, String path, String expected, String hint) {
        problems.error(node.at(), path, "must be " + expected + ", found " + node.what(), hint);
    }

    // Parsers may quote the text in their message. What came out of a variable may be a secret, so
    // then the text as
    // written is quoted instead.
    private <T> Optional<T> parse(String raw, Origin at, String path, Function<String, T> parser) {
        String text;
        try {
            text = at instanceof Origin.InFile ? variables.replace(raw) : raw;
        } catch (BadValue unset) {
            problems.error(at, path, unset);
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (BadValue bad) {
            problems.error(at, path, text.equals(raw) ? bad : masked(raw, path));
            return Optional.empty();
        }
    }

    private static BadValue masked(String raw, String path) {
        String kind = path.contains("[") ? path.substring(0, path.indexOf('[')) : path;
        return new BadValue(
                "is not valid once " + raw + " is replaced",
                "See what " + kind + " may be in the reference page.");
    }
}
