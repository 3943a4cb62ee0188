package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.LogLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayLogTest {
    @Test
    void aLineTellsItsTimeLevelAndText() {
        assertThat(GatewayLog.lines(List.of("2026-01-01T01:00:00.250+01:00 WARN  Fleet a  b")))
                .containsExactly(
                        new LogLine("2026-01-01T00:00:00.250Z", "warn", "gateway", "a  b"));
        assertThat(GatewayLog.lines(List.of("2026-01-01T00:00:00.000Z TRACE X y")))
                .containsExactly(new LogLine("2026-01-01T00:00:00Z", "debug", "gateway", "y"));
    }

    @Test
    void whatFollowsALineBelongsToIt() {
        assertThat(
                        GatewayLog.lines(
                                List.of(
                                        "\tat the.end.of(An.java:1)",
                                        "2026-01-01T00:00:00.000Z ERROR Routes failed",
                                        "java.lang.Error: 2026-01-01 WARN no line",
                                        "2026-99-01T00:00:00.000Z WARN  Fleet no time")))
                .containsExactly(
                        new LogLine(null, null, "gateway", "\tat the.end.of(An.java:1)"),
                        new LogLine("2026-01-01T00:00:00Z", "error", "gateway", "failed"),
                        new LogLine(
                                "2026-01-01T00:00:00Z",
                                "error",
                                "gateway",
                                "java.lang.Error: 2026-01-01 WARN no line"),
                        new LogLine(
                                "2026-01-01T00:00:00Z",
                                "error",
                                "gateway",
                                "2026-99-01T00:00:00.000Z WARN  Fleet no time"));
    }
}
