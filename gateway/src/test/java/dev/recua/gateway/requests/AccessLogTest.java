package dev.recua.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The access log's lines, word by word.
class AccessLogTest {
    private static final Asked CHAT =
            new Asked(
                    "req-1", new ModelId("qwen3:8b"), "POST", "/v1/chat/completions", "127.0.0.1");

    @Test
    void anAnswerIsOneLineWithAllThatIsKnown() {
        assertThat(line(CHAT, 200, "done", new Usage(16, 15, 13, 41.27)))
                .isEqualTo(
                        "answered status=200 request=req-1 method=POST path=/v1/chat/completions"
                                + " model=qwen3:8b outcome=done client=127.0.0.1 wait=3ms ttft=31ms"
                                + " total=842ms prompt=16 cached=15 generated=13 rate=41.3/s");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        var left =
                new FinishedRequest(
                        CHAT,
                        499,
                        "left",
                        Duration.ofMillis(3),
                        Optional.empty(),
                        Duration.ofMillis(9),
                        Usage.NONE);

        assertThat(AccessLog.line(left))
                .isEqualTo(
                        "left status=499 request=req-1 method=POST path=/v1/chat/completions"
                                + " model=qwen3:8b outcome=left client=127.0.0.1 wait=3ms total=9ms");
    }

    @Test
    void anErrorOfOursIsAFailureAndOneOfTheEngineAnAnswer() {
        assertThat(line(CHAT, 503, "wait_timeout", Usage.NONE)).startsWith("failed status=503");
        assertThat(line(CHAT, 400, "engine_error", Usage.NONE)).startsWith("answered status=400");
    }

    @Test
    void noCallerWritesALineOfTheLog() {
        var forged =
                new Asked(
                        "a\u001b[31m",
                        new ModelId("qwen3:8b"),
                        "POST",
                        "/v1/x\r\nforged status=200",
                        "127.0.0.1");

        assertThat(line(forged, 404, "done", Usage.NONE))
                .contains("request=a?[31m", "path=/v1/x??forged?status=200")
                .doesNotContain("\n", "\r", "\u001b");
    }

    private static String line(Asked asked, int status, String outcome, Usage usage) {
        return AccessLog.line(
                new FinishedRequest(
                        asked,
                        status,
                        outcome,
                        Duration.ofMillis(3),
                        Optional.of(Duration.ofMillis(31)),
                        Duration.ofMillis(842),
                        usage));
    }
}
