package dev.recua.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Calls a gateway with nothing but HTTP, as curl does.
///
/// @param base the gateway's address
/// @param http what sends
record Caller(URI base, HttpClient http) {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final String MONDAY = "What day comes after Monday?";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    Caller(URI base) {
        this(base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    /// Posts JSON; `headers` are names and values in turn, and win over the usual ones.
    Answer post(String path, JsonNode body, String... headers) {
        var request = request(path).header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
        return send(
                request.POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build());
    }

    /// Sends a recorded request; `headers` are names and values in turn.
    Answer send(Capture capture, String... headers) {
        var request = request(capture.path());
        if (capture.body().isPresent()) request.header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
        var body =
                capture.body()
                        .map(HttpRequest.BodyPublishers::ofString)
                        .orElseGet(HttpRequest.BodyPublishers::noBody);
        return send(request.method(capture.method(), body).build());
    }

    /// Asks a model one question at temperature 0.
    Answer chat(String model, String question) {
        return post("/v1/chat/completions", question(model, question, false));
    }

    /// The same, streamed.
    Answer streamedChat(String model, String question) {
        return post("/v1/chat/completions", question(model, question, true));
    }

    /// The body for one question at temperature 0.
    static ObjectNode question(String model, String question, boolean stream) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("model", model)
                        .put("temperature", 0)
                        .put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return body;
    }

    /// The ids that `/v1/models` lists, in its order.
    List<String> modelIds() {
        return get("/v1/models")
                .expect(200)
                .json()
                .path("data")
                .valueStream()
                .map(row -> row.path("id").asString())
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
    }

    private Answer send(HttpRequest request) {
        try {
            return Answer.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + request, e);
        }
    }
}
