package dev.recua.client.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which lines of the logs are wanted.
///
/// @param source `gateway`, or any name of a model; empty: for what was written the gateway's, for
///     what is being written everybody's
/// @param level  this one and above; empty takes all, also lines that tell none
public record LogFilter(Optional<String> source, Optional<LogLevel> level) {
    /// Everything.
    public static final LogFilter ALL = new LogFilter(Optional.empty(), Optional.empty());

    public LogFilter {
        if (source.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("the source is blank");
        }
    }

    /// Only the lines of this source.
    public static LogFilter of(String source) {
        return new LogFilter(Optional.of(source), Optional.empty());
    }

    /// Of the same lines those of this level and above.
    public LogFilter from(LogLevel least) {
        return new LogFilter(source, Optional.of(least));
    }

    /// As a query, with these parameters after it.
    String query(String... more) {
        List<String> parts = new ArrayList<>();
        source.ifPresent(
                it -> parts.add("source=" + URLEncoder.encode(it, StandardCharsets.UTF_8)));
        level.ifPresent(it -> parts.add("level=" + it.wire()));
        parts.addAll(List.of(more));
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }
}
