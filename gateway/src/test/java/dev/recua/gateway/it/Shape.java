package dev.recua.gateway.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What two answers to the same request have in common although ids, times and figures differ.
///
/// @param status  the HTTP status
/// @param headers the names of all that an engine's answer may have for a client, with the values
///     of those that are no figures; which of `Content-Length` and `Transfer-Encoding` is there
///     says how the body came
/// @param body    one line for a JSON body, one per event of a stream or per line of a text: the
///     keys with the types of their values, arrays with the shapes of their elements
record Shape(int status, TreeMap<String, String> headers, List<String> body) {
    /// About one connection, about who answers, and what a gateway must say itself.
    private static final Set<String> NOT_THE_ANSWERS =
            Set.of(
                    "server",
                    "connection",
                    "keep-alive",
                    "date",
                    "access-control-allow-origin",
                    "access-control-allow-credentials",
                    "vary",
                    "x-request-id",
                    "request-id",
                    "x-recua-model");

    private static final Set<String> FIGURES = Set.of("content-length", "process-start-time-unix");

    static Shape of(Answer answer) {
        var headers = new TreeMap<String, String>();
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            String key = name.toLowerCase(Locale.ROOT);
                            if (NOT_THE_ANSWERS.contains(key)) return;
                            headers.put(
                                    key, FIGURES.contains(key) ? "…" : String.join(", ", values));
                        });
        String type = headers.getOrDefault("content-type", "");
        return new Shape(answer.status(), headers, body(type, answer.body()));
    }

    private static List<String> body(String type, String text) {
        if (type.startsWith("application/json")) {
            return List.of(of(Caller.JSON.readTree(text)));
        }
        if (type.startsWith("text/event-stream")) return events(text);
        return text.lines().map(line -> line.replaceAll(" [-+.\\d]+(e[-+]\\d+)?$", " …")).toList();
    }

    /// Comments are left out: how many there are is a matter of time.
    private static List<String> events(String text) {
        List<String> events = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("data: {")) {
                events.add("data: " + of(Caller.JSON.readTree(line.substring("data: ".length()))));
            } else if (!line.isEmpty() && !line.startsWith(":")) {
                events.add(line);
            }
        }
        return events;
    }

    /// Keys sorted, each with the shape of its value; an array is the set of its elements' shapes.
    static String of(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> field.getKey() + ':' + of(field.getValue()))
                    .sorted()
                    .collect(Collectors.joining(" ", "{", "}"));
        }
        if (value.isArray()) {
            Set<String> elements = new TreeSet<>();
            value.forEach(element -> elements.add(of(element)));
            return elements.toString();
        }
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
