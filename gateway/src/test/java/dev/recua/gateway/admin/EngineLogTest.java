package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.LogLine;
import dev.recua.models.catalogue.ModelId;
import dev.recua.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineLogTest {
    private static final ModelId MODEL = new ModelId("a:1b");

    @Test
    void theLevelOfARecordedLogIsTold() {
        List<String> recorded =
                Golden.text("llama-server-0.7.0/start.stderr").lines().limit(3).toList();

        var lines = EngineLog.lines(MODEL, recorded).lines();

        assertThat(lines).extracting(LogLine::level).containsExactly("info", "info", "warn");
        assertThat(lines).extracting(LogLine::text).isEqualTo(recorded);
        assertThat(lines).extracting(LogLine::source).containsOnly("a:1b");
        assertThat(lines).extracting(LogLine::at).containsOnlyNulls();
    }

    @Test
    void aLineWithoutALetterMattersAsMuchAsWhenItWasToldLive() {
        var lines =
                EngineLog.lines(
                                MODEL,
                                List.of(
                                        "error: unknown argument: --x",
                                        "E srv  no time before it",
                                        "ggml_cuda: failed to allocate",
                                        "warning: no GPU",
                                        "plain"))
                        .lines();

        assertThat(lines)
                .extracting(LogLine::level)
                .containsExactly("error", "error", "error", "warn", "info");
    }
}
