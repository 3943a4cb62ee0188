package dev.recua.client.tool;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What is wrong with some JSON, all of it at once, up to a number that still reads well.
final class Problems {
    /// The most problems that are told.
    static final int MOST = 20;

    /// The longest value that is quoted.
    private static final int LONGEST_QUOTE = 80;

    private final List<String> found = new ArrayList<>();
    private int more;

    void add(String path, String problem) {
        if (found.size() < MOST) {
            found.add((path.isEmpty() ? "the whole" : path) + " " + problem);
        } else {
            more++;
        }
    }

    void wrongType(String path, String wanted, JsonNode value) {
        add(path, "must be " + wanted + ", was " + quote(value));
    }

    /// Checks a value of a list or a map, which must not be null.
    void item(Shape shape, JsonNode value, String path) {
        if (value.isNull()) {
            add(path, "must not be null");
        } else {
            shape.check(value, path, this);
        }
    }

    /// All problems, the worst first as they stand in the JSON.
    List<String> all() {
        List<String> all = new ArrayList<>(found);
        if (more > 0) all.add("and " + more + " more");
        return List.copyOf(all);
    }

    /// A JSON pointer one step down.
    static String below(String path, String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String quote(JsonNode value) {
        return cut(value.toString(), LONGEST_QUOTE);
    }

    static String cut(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, most) + "… (" + text.length() + " characters)";
    }
}
