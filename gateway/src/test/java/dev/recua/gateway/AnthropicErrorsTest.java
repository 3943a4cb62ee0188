package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.chunk;
import static dev.recua.gateway.PlayedEngine.streamHead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Who speaks Anthropic's or the Responses API's dialect is refused in it, whoever refuses.
class AnthropicErrorsTest {
    private static final String MESSAGES = "/v1/messages";
    private static final String STREAM = "{\"model\":\"a:1b\",\"stream\":true}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void anUnknownModelIsAnthropicsNotFoundWithOurCodeHintAndDetails() throws Exception {
        house.open(folder);

        var answer = house.post(MESSAGES, "{\"model\":\"a:2b\"}", "X-Request-Id", "mine-7");

        JsonNode body = json(answer);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(body.path("type").asString()).isEqualTo("error");
        assertThat(body.path("request_id").asString()).isEqualTo("mine-7");
        assertThat(answer.headers().firstValue("request-id")).contains("mine-7");
        JsonNode error = body.path("error");
        assertThat(error.path("type").asString()).isEqualTo("not_found_error");
        assertThat(error.path("message").asString()).contains("'a:2b'");
        assertThat(error.path("code").asString()).isEqualTo("model_not_found");
        assertThat(error.path("hint").asString()).contains("Did you mean a:1b");
        assertThat(error.path("details").path("nearest").get(0).asString()).isEqualTo("a:1b");
    }

    @Test
    void eachRefusalHasAnthropicsOwnType() throws Exception {
        house.open(folder);

        assertThat(type(house.post(MESSAGES, "{"))).isEqualTo("invalid_request_error");
        assertThat(type(house.post(MESSAGES, "{}", "Origin", "https://evil.example")))
                .isEqualTo("permission_error");
        assertThat(type(house.get(MESSAGES))).isEqualTo("not_found_error");
        assertThat(type(house.post("/v1/messages/count_tokens", "[]")))
                .isEqualTo("invalid_request_error");
        assertThat(type(house.post("/v1/messages?autoload=false", "{\"model\":\"a:1b\"}")))
                .isEqualTo("invalid_request_error");
    }

    @Test
    void aWrongKeyIsAnthropicsAuthenticationError() throws Exception {
        house.apiKey("secret").open(folder);

        var answer = house.post(MESSAGES, "{}", "x-api-key", "wrong");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(type(answer)).isEqualTo("authentication_error");
    }

    @Test
    void aBrokenStreamEndsWithAnthropicsErrorEvent() throws Exception {
        breaksOff("event: message_start\ndata: {}\n\n");
        house.open(folder);

        String wire = house.raw(MESSAGES, STREAM);

        assertThat(wire)
                .contains("event: message_start\ndata: {}\n\n")
                .contains(
                        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"")
                .contains("\"code\":\"engine_crashed\"", "\"request_id\":\"req-")
                .doesNotContain("\r\n0\r\n");
    }

    @Test
    void aBrokenStreamOfResponsesEndsWithItsErrorEvent() throws Exception {
        breaksOff("event: response.created\ndata: {}\n\n");
        house.open(folder);

        String wire = house.raw("/v1/responses", STREAM);

        assertThat(wire)
                .contains("event: error\ndata: {\"type\":\"error\",\"code\":\"engine_crashed\",")
                .contains("\"param\":null,\"error\":{\"message\":")
                .doesNotContain("\r\n0\r\n");
    }

    /// Before a stream everything is a plain answer in OpenAI's shape.
    @Test
    void aRefusalOfResponsesHasOpenAisShape() throws Exception {
        house.open(folder);

        assertThat(house.post("/v1/responses", "{\"model\":\"x\"}").body())
                .startsWith("{\"error\":{\"message\":");
    }

    private void breaksOff(String first) {
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, first);
                    engine.die();
                });
    }

    private static String type(HttpResponse<String> answer) {
        JsonNode body = json(answer);
        assertThat(body.path("type").asString()).isEqualTo("error");
        assertThat(body.path("request_id").asString())
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        return body.path("error").path("type").asString();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return WireJson.mapper().readTree(answer.body());
    }
}
