package dev.recua.gateway.it.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Decides whether a request was lost. Pure.
final class Judge {
    /// The status of each refusal that a busy gateway may give, and nothing else.
    private static final Map<String, Integer> ALLOWED =
            Map.of("queue_full", 429, "wait_timeout", 503, "model_not_loaded", 409);

    private static final String NOT_LOADED = "model_not_loaded";

    private Judge() {}

    static Verdict of(Call call, String requestId, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Left left -> new Verdict.Left(left.when());
            case Outcome.Broken broken -> new Verdict.Lost(broken.how());
            case Outcome.Whole whole -> judged(call, requestId, whole.answer());
        };
    }

    private static Verdict judged(Call call, String requestId, Received answer) {
        try {
            assertThat(answer.header("x-request-id")).as("X-Request-Id").isEqualTo(requestId);
            if (answer.status() != 200) return refused(call, answer);
            call.model()
                    .ifPresent(
                            model ->
                                    assertThat(answer.header("x-recua-model"))
                                            .as("X-Recua-Model")
                                            .isEqualTo(model));
            call.right().accept(answer);
            return new Verdict.Answered();
        } catch (AssertionError | RuntimeException wrong) {
            return new Verdict.Lost(
                    "%s%nstatus %d: %s"
                            .formatted(wrong.getMessage(), answer.status(), start(answer.body())));
        }
    }

    private static Verdict refused(Call call, Received answer) {
        JsonNode error = answer.json().path("error");
        String code = error.path("code").asString("?"); // stands in Anthropic's form, too
        assertThat(ALLOWED.get(code)).as("status of " + code).isEqualTo(answer.status());
        assertThat(error.path("message").asString("")).as("message").isNotBlank();
        assertThat(call.model()).as("a model is asked for").isPresent();
        if (code.equals(NOT_LOADED)) {
            assertThat(call.loads()).as("may load").isFalse();
        } else {
            assertThat(answer.header("retry-after")).as("Retry-After").matches("\\d+");
        }
        return new Verdict.Refused(code);
    }

    private static String start(String body) {
        return body.substring(0, Math.min(600, body.length()));
    }
}
