package dev.recua.gateway.admin;

import dev.recua.client.admin.LogLine;
import dev.recua.client.admin.LogLines;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.child.LogLevel;
import java.util.List;
import java.util.Locale;

/// The lines of a llama-server's log file, each with the level that it had when it was told live;
/// only that it came from stdout is not known any more. It writes the time since its start, and no
/// time of day. Pure.
final class EngineLog {
    private EngineLog() {}

    static LogLines lines(ModelId model, List<String> lines) {
        return new LogLines(
                lines.stream()
                        .map(text -> new LogLine(null, level(text), model.value(), text))
                        .toList());
    }

    private static String level(String line) {
        return LogLevel.ofLine(line).name().toLowerCase(Locale.ROOT);
    }
}
