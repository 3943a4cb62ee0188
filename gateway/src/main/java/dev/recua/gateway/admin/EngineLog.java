package dev.recua.gateway.admin;

import dev.recua.client.admin.LogLine;
import dev.recua.client.admin.LogLines;
import dev.recua.models.catalogue.ModelId;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The lines of a llama-server, with what each tells of itself. It writes `0.00.014.272 W srv  …`:
/// minutes, seconds, milliseconds and microseconds since its start, and a letter for the level
/// (recorded from 0.7.0); the time of day is not there. Pure.
final class EngineLog {
    private static final Pattern LINE = Pattern.compile("^\\d+\\.\\d+\\.\\d+\\.\\d+ ([DIWE]) ");
    private static final Map<String, String> LEVELS =
            Map.of("D", "debug", "I", "info", "W", "warn", "E", "error");

    private EngineLog() {}

    static LogLines lines(ModelId model, List<String> lines) {
        return new LogLines(
                lines.stream()
                        .map(text -> new LogLine(null, level(text), model.value(), text))
                        .toList());
    }

    private static @Nullable String level(String line) {
        Matcher said = LINE.matcher(line);
        return said.find() ? LEVELS.get(said.group(1)) : null;
    }
}
