package dev.recua.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.ApiError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One error in each dialect, to the byte (llama-swap's row 39).
class DialectTest {
    private static final ErrorAnswer FULL =
            answer(429, Map.of("Retry-After", "7"), new ApiError("m", "t", null, "c", "h", null));

    @Test
    void openAisErrorStandsInOneMember() {
        assertThat(Dialect.OPENAI.body(FULL, "r").toString())
                .isEqualTo(
                        "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"c\",\"hint\":\"h\"}}");
        assertThat(Dialect.OPENAI.event(FULL, "r").toString())
                .isEqualTo(
                        "data: {\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"c\",\"hint\":\"h\"}}\n\n");
    }

    @Test
    void anEventOfResponsesNamesItsErrorAsItsOwnEventsDo() {
        assertThat(Dialect.RESPONSES.event(FULL, "r").toString())
                .isEqualTo(
                        "event: error\n"
                                + "data: {\"type\":\"error\",\"code\":\"c\",\"message\":\"m\",\"param\":null,"
                                + "\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"c\",\"hint\":\"h\"}}\n\n");
    }

    @Test
    void anthropicsErrorHasItsShapeAndOursBesideIt() {
        String body =
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\","
                        + "\"code\":\"c\",\"hint\":\"h\"},\"request_id\":\"r\"}";

        assertThat(Dialect.ANTHROPIC.body(FULL, "r").toString()).isEqualTo(body);
        assertThat(Dialect.ANTHROPIC.event(FULL, "r").toString())
                .isEqualTo("event: error\ndata: " + body + "\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "401, authentication_error",
        "403, permission_error",
        "404, not_found_error",
        "409, invalid_request_error",
        "413, request_too_large",
        "429, rate_limit_error",
        "500, api_error",
        "502, api_error",
        "503, api_error",
        "504, api_error"
    })
    void anthropicsTypeGoesByStatus(int status, String type) {
        var error = new ApiError("m", "t", null, "c", null, null);

        assertThat(Dialect.ANTHROPIC.body(answer(status, Map.of(), error), "r").toString())
                .contains("\"error\":{\"type\":\"" + type + "\"");
    }

    @Test
    void onlyWhatGoesByItselfIsOverloaded() {
        var error = new ApiError("m", "t", null, "c", null, null);

        assertThat(
                        Dialect.ANTHROPIC
                                .body(answer(503, Map.of("Retry-After", "5"), error), "r")
                                .toString())
                .contains("\"overloaded_error\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, ANTHROPIC",
        "/v1/messages/count_tokens, ANTHROPIC",
        "/v1/messages/batches, ANTHROPIC",
        "/v1/messagesx, OPENAI",
        "/v1/responses, RESPONSES",
        "/v1/chat/completions, OPENAI",
        "/upstream/a:1b/v1/messages, ANTHROPIC",
        "/upstream/a:1b/v1/responses, RESPONSES",
        "/upstream/a:1b/v1/x, OPENAI",
        "'', OPENAI"
    })
    void thePathTellsTheDialect(String path, Dialect dialect) {
        assertThat(Dialect.of(path)).isEqualTo(dialect);
    }

    private static ErrorAnswer answer(int status, Map<String, String> headers, ApiError error) {
        return new ErrorAnswer(status, error, headers);
    }
}
