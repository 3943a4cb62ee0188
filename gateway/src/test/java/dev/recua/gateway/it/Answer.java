package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A whole HTTP answer.
///
/// @param status the HTTP status
/// @param headers all of them
/// @param body as text
record Answer(int status, HttpHeaders headers, String body) {
    private static final String DATA = "data: ";

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /// Checks the status, and shows the body when it is another one.
    Answer expect(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    JsonNode json() {
        return Caller.JSON.readTree(body);
    }

    /// The `error` of a refusal.
    JsonNode error() {
        return json().path("error");
    }

    /// A header that must be there once.
    String header(String name) {
        List<String> values = headers.allValues(name);
        assertThat(values).as("header %s of %s", name, headers.map()).hasSize(1);
        return values.getFirst();
    }

    /// What the model said, streamed or not; a stream must have come to its proper end.
    String text() {
        if (!isStream()) {
            return json().at("/choices/0/message/content").asString();
        }
        List<String> events = events();
        assertThat(events).as(body).isNotEmpty();
        assertThat(events.getLast()).as(body).isEqualTo("[DONE]");
        return chunks().stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asString(""))
                .collect(Collectors.joining());
    }

    /// Which model the engine says it is.
    String model() {
        return isStream()
                ? chunks().getFirst().path("model").asString()
                : json().path("model").asString();
    }

    /// The chunks of a stream.
    List<JsonNode> chunks() {
        return events().stream()
                .filter(data -> data.startsWith("{"))
                .map(Caller.JSON::readTree)
                .toList();
    }

    private boolean isStream() {
        return headers.firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    }

    private List<String> events() {
        return body.lines()
                .filter(line -> line.startsWith(DATA))
                .map(line -> line.substring(DATA.length()))
                .toList();
    }
}
