package dev.recua.client.error;

import static dev.recua.client.error.RecoveryStrategy.Backoff.EXPONENTIAL;
import static dev.recua.client.error.RecoveryStrategy.Backoff.NONE;
import static dev.recua.client.error.RecoveryStrategy.Backoff.UNTIL_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.error.RecoveryStrategy.Backoff;
import dev.recua.client.error.RecoveryStrategy.FallbackAction;
import dev.recua.client.wire.WireJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of R-002-60 to R-002-64, word for word, and the two kinds that it does not have.
class RecoveryStrategyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECTION_ERROR|true|EXPONENTIAL|3||Connection failed. Check if llama.cpp server is running.",
                "AUTHENTICATION_ERROR|false|NONE|0||Authentication failed. Check your API key configuration.",
                "MODEL_NOT_FOUND|false|NONE|0|use_first_available_model|Model not found. Switching to first available model.",
                "CONTEXT_OVERFLOW|true|NONE|1|truncate_context|Context too long. Truncating conversation history.",
                "SERVER_OVERLOADED|true|EXPONENTIAL|5||Server overloaded. Retrying with backoff.",
                "INVALID_REQUEST|false|NONE|0||Invalid request format. Check tool definitions.",
                "TIMEOUT_ERROR|true|NONE|2||Request timed out. Retrying with longer timeout.",
                "STREAMING_ERROR|true|NONE|1|use_non_streaming|Streaming failed. Falling back to non-streaming mode.",
                "MODEL_LOADING|true|UNTIL_READY|0||Model is loading. Waiting until the server is ready.",
                "SERVER_ERROR|true|EXPONENTIAL|3||Server failed. Retrying with backoff."
            })
    void theTableSaysWhatSourceTwoSays(
            ErrorType type,
            boolean retry,
            Backoff backoff,
            int maxRetries,
            String fallback,
            String text) {
        RecoveryStrategy strategy = RecoveryStrategy.of(type);

        assertThat(strategy.retry()).isEqualTo(retry);
        assertThat(strategy.backoff()).isEqualTo(backoff);
        assertThat(strategy.maxRetries()).isEqualTo(maxRetries);
        assertThat(strategy.fallbackAction().map(FallbackAction::wire))
                .isEqualTo(Optional.ofNullable(fallback));
        assertThat(strategy.userMessage()).isEqualTo(text);
    }

    @Test
    void aStrategyThatContradictsItselfCannotBeMade() {
        assertThatThrownBy(() -> new RecoveryStrategy(false, NONE, 1, Optional.empty(), "x"))
                .hasMessage("no retry, and yet 1 retries");
        assertThatThrownBy(() -> new RecoveryStrategy(true, EXPONENTIAL, -1, Optional.empty(), "x"))
                .hasMessage("maxRetries is negative: -1");
        assertThat(RecoveryStrategy.of(ErrorType.MODEL_LOADING).backoff()).isEqualTo(UNTIL_READY);
    }

    @Test
    void inJsonItHasTheNamesOfSourceTwo() {
        assertThat(
                        WireJson.mapper()
                                .writeValueAsString(
                                        RecoveryStrategy.of(ErrorType.CONTEXT_OVERFLOW)))
                .isEqualTo(
                        "{\"retry\":true,\"backoff\":\"none\",\"maxRetries\":1,\"fallbackAction\":\"truncate_context\",\"userMessage\":\"Context too long. Truncating conversation history.\"}");
    }
}
