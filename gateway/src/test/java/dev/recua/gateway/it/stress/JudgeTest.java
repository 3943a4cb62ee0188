package dev.recua.gateway.it.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What counts as lost, and what does not.
class JudgeTest {
    private static final Call CALL =
            Call.post(
                    "chat",
                    "alpha",
                    "/v1/chat/completions",
                    "{}",
                    answer -> assertThat(answer.body()).isEqualTo("right"));

    @Test
    void theRightAnswerIsAnswered() {
        assertThat(judged(CALL, 200, "right")).isEqualTo(new Verdict.Answered());
    }

    @Test
    void anothersAnswerIsLost() {
        assertThat(judged(CALL, 200, "wrong")).isInstanceOf(Verdict.Lost.class);
        assertThat(judged(CALL, 200, "right", "x-recua-model", "beta"))
                .isInstanceOf(Verdict.Lost.class);
        assertThat(judged(CALL, 200, "right", "x-request-id", "c1-2"))
                .isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void aFullQueueMayRefuseAndSaysWhenToComeAgain() {
        String body = "{\"error\":{\"code\":\"queue_full\",\"message\":\"full\"}}";

        assertThat(judged(CALL, 429, body, "retry-after", "3"))
                .isEqualTo(new Verdict.Refused("queue_full"));
        assertThat(judged(CALL, 429, body)).isInstanceOf(Verdict.Lost.class);
        assertThat(judged(CALL, 503, body, "retry-after", "3")).isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void anthropicsClientsAreToldByOurCodeToo() {
        Call messages = Call.post("messages", "alpha", "/v1/messages", "{}", _ -> {});
        String body =
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"code\":\"%s\",\"message\":\"x\"}}";

        assertThat(judged(messages, 503, body.formatted("wait_timeout"), "retry-after", "3"))
                .isEqualTo(new Verdict.Refused("wait_timeout"));
        assertThat(judged(messages, 503, body.formatted("stopped"), "retry-after", "3"))
                .isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void onlyWhatNeverLoadsMayFindNothingLoaded() {
        Call slots = Call.get("slots", "alpha", "/slots?model=alpha", false, _ -> {});
        String body = "{\"error\":{\"code\":\"model_not_loaded\",\"message\":\"not loaded\"}}";

        assertThat(judged(slots, 409, body)).isEqualTo(new Verdict.Refused("model_not_loaded"));
        assertThat(judged(CALL, 409, body)).isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void anyOtherErrorIsLost() {
        String body = "{\"error\":{\"code\":\"engine_crashed\",\"message\":\"it died\"}}";

        assertThat(judged(CALL, 502, body)).isInstanceOf(Verdict.Lost.class);
        assertThat(judged(CALL, 500, "")).isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void aBrokenAnswerIsLostAndALeavingClientLosesNothing() {
        assertThat(Judge.of(CALL, "c1-1", new Outcome.Broken("cut")))
                .isEqualTo(new Verdict.Lost("cut"));
        assertThat(Judge.of(CALL, "c1-1", new Outcome.Left("before the answer")))
                .isEqualTo(new Verdict.Left("before the answer"));
    }

    /// @param headers names and values in turn, besides those of a right answer
    private static Verdict judged(Call call, int status, String body, String... headers) {
        var all = new HashMap<>(Map.of("x-request-id", "c1-1", "x-recua-model", "alpha"));
        for (int i = 0; i < headers.length; i += 2) all.put(headers[i], headers[i + 1]);
        return Judge.of(call, "c1-1", new Outcome.Whole(new Received(status, all, body)));
    }
}
