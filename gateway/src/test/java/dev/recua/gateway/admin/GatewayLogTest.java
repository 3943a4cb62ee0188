package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.LogLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void linesInTheMiddleOfAnExceptionBelongToItsBeginningAlsoWhereThatIsNotAskedFor(
            @TempDir Path folder) throws Exception {
        Path log = folder.resolve("gateway.log");
        var lines = new ArrayList<String>();
        lines.add("2026-01-01T00:00:00.000Z WARN  Fleet before");
        lines.add("2026-01-01T00:00:01.000Z ERROR Routes failed");
        for (int i = 0; i < 50; i++) lines.add("\tat the.end.of(An.java:" + i + ")");
        Files.write(log, lines);

        assertThat(GatewayLog.last(log, 3, 1000))
                .containsExactly(
                        place("2026-01-01T00:00:01Z", 47),
                        place("2026-01-01T00:00:01Z", 48),
                        place("2026-01-01T00:00:01Z", 49));
        assertThat(GatewayLog.last(log, 3, 20)).hasSize(3).allMatch(line -> line.at() == null);
        assertThat(GatewayLog.last(log, 1000, 1000)).hasSize(52);
        assertThat(GatewayLog.last(folder.resolve("none.log"), 3, 1000)).isEmpty();
    }

    private static LogLine place(String at, int number) {
        return new LogLine(at, "error", "gateway", "\tat the.end.of(An.java:" + number + ")");
    }
}
