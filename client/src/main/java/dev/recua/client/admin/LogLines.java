package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/// The last lines of a log, the oldest first.
@JsonIgnoreProperties(ignoreUnknown = true)
public record LogLines(List<LogLine> lines) {
    public LogLines {
        lines = List.copyOf(lines);
    }
}
