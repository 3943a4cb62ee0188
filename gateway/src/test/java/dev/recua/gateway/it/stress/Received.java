package dev.recua.gateway.it.stress;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An answer that came to its regular end.
///
/// @param status  the HTTP status
/// @param headers by lower-case name
/// @param body    as text
record Received(int status, Map<String, String> headers, String body) {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DATA = "data: ";

    /// A header's value, or nothing.
    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    boolean isStream() {
        return header("content-type").startsWith("text/event-stream");
    }

    /// What the events of a stream carry.
    List<String> events() {
        return body.lines()
                .filter(line -> line.startsWith(DATA))
                .map(line -> line.substring(DATA.length()))
                .toList();
    }

    /// Those events that are JSON.
    List<JsonNode> chunks() {
        return events().stream().filter(data -> data.startsWith("{")).map(JSON::readTree).toList();
    }
}
