package dev.recua.gateway.admin;

import dev.recua.gateway.http.PathNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path with names in braces, such as `/api/models/{id}/load`. A name stands for one segment,
/// percent-encoded: a model's alias with `/` in it is asked for as `%2F`.
///
/// @param text as it is written in tables and pages
record PathTemplate(String text) {
    PathTemplate {
        if (!text.startsWith("/")) throw new IllegalArgumentException("no path: " + text);
    }

    /// The values of the names, decoded, when the path is one of these.
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = segments(text);
        List<String> given = segments(path);
        if (wanted.size() != given.size()) return Optional.empty();
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < wanted.size(); i++) {
            Optional<String> name = nameIn(wanted.get(i));
            String segment = given.get(i);
            if (name.isEmpty() && !wanted.get(i).equals(segment)) return Optional.empty();
            if (name.isPresent() && segment.isEmpty()) return Optional.empty();
            name.ifPresent(it -> values.put(it, PathNames.decode(segment)));
        }
        return Optional.of(values);
    }

    /// The names, in the order in which they stand.
    List<String> names() {
        return segments(text).stream().flatMap(segment -> nameIn(segment).stream()).toList();
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static Optional<String> nameIn(String segment) {
        return segment.startsWith("{") && segment.endsWith("}")
                ? Optional.of(segment.substring(1, segment.length() - 1))
                : Optional.empty();
    }
}
