package dev.recua.gateway.events;

import dev.recua.client.admin.LogLine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which lines of logs somebody wants. Pure.
///
/// @param source `gateway`, or the id of a model; empty: all
/// @param level  the least level, one of [#LEVELS]; empty: all. A line that names no level counts
/// as
///     `info`
public record LogFilter(Optional<String> source, Optional<String> level) {
    /// The source of the gateway's own lines.
    public static final String GATEWAY = "gateway";

    /// The levels, from the least.
    public static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

    private static final int UNNAMED = LEVELS.indexOf("info");

    public LogFilter {
        level.filter(named -> !LEVELS.contains(named))
                .ifPresent(
                        unknown -> {
                            throw new IllegalArgumentException("no level is called " + unknown);
                        });
    }

    /// Whether this line is wanted.
    public boolean wants(LogLine line) {
        return source.map(line.source()::equals).orElse(true)
                && rank(line.level()) >= level.map(LEVELS::indexOf).orElse(0);
    }

    private static int rank(@Nullable String level) {
        return level == null ? UNNAMED : Math.max(0, LEVELS.indexOf(level));
    }
}
