package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.Classifier;
import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ApiError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    /// The gateway speaks of headers, and whoever types a command sends none.
    @Test
    void aWrongKeyIsToldWithTheVariableThatHoldsTheRightOne() {
        LlmException refused =
                refused(
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

    @Test
    void aMissingModelAndAMissingEngineHaveCodesOfTheirOwn() {
        assertThat(Failures.exitCode(refused(404, error("model_not_found"))))
                .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(Failures.exitCode(refused(404, error("not_found"))))
                .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(Failures.exitCode(refused(503, error("engine_missing"))))
                .isEqualTo(ExitCode.NO_ENGINE);
        assertThat(Failures.exitCode(refused(502, error("engine_crashed"))))
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void nobodyThereIsAnotherCodeThanAConnectionThatBroke() {
        assertThat(Failures.exitCode(noAnswer(new ConnectException())))
                .isEqualTo(ExitCode.NO_GATEWAY);
        assertThat(Failures.exitCode(noAnswer(new HttpTimeoutException("late"))))
                .isEqualTo(ExitCode.NO_GATEWAY);
        assertThat(Failures.exitCode(noAnswer(new SocketException("Connection reset"))))
                .isEqualTo(ExitCode.FAILED);
    }

    private static ApiError error(String code) {
        return new ApiError("m", "t", null, code, null, null);
    }

    private static LlmException refused(int status, ApiError error) {
        return Classifier.classify(
                ProviderType.RECUA,
                Happened.Refused.told(URI.create("http://127.0.0.1:8091/x"), status, error));
    }

    private static LlmException noAnswer(IOException cause) {
        return Classifier.classify(
                ProviderType.RECUA,
                new Happened.NoAnswer(URI.create("http://127.0.0.1:8091/x"), cause));
    }
}
