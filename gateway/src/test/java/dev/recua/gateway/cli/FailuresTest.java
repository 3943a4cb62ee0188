package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.ApiException;
import dev.recua.client.wire.ApiError;
import org.junit.jupiter.api.Test;

class FailuresTest {
    /// The gateway speaks of headers, and whoever types a command sends none.
    @Test
    void aWrongKeyIsToldWithTheVariableThatHoldsTheRightOne() {
        var refused =
                new ApiException(
                        401,
                        new ApiError(
                                "The API key is missing or wrong.",
                                "authentication_error",
                                null,
                                "invalid_api_key",
                                "Send it as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.",
                                null));

        assertThat(Failures.message(refused))
                .startsWith("The API key is missing or wrong.")
                .contains("RECUA_API_KEY")
                .doesNotContain("Bearer");
        assertThat(Failures.exitCode(refused)).isEqualTo(ExitCode.FAILED);
    }
}
