package dev.recua.gateway.admin;

import dev.recua.client.admin.LogLine;
import dev.recua.gateway.events.LogFilter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The lines of the gateway's own log, as `dev.recua.gateway.Logging` writes them: time, level, the
/// class that speaks, and what it says. A line that begins otherwise belongs to the one before it,
/// such as the places of an exception. Pure.
final class GatewayLog {
    private static final Pattern LINE =
            Pattern.compile("^(\\d{4}-\\S+) (TRACE|DEBUG|INFO|WARN|ERROR) +\\S+ (.*)$");

    private GatewayLog() {}

    /// The last lines of the log, each with the time and level of the line that it belongs to: one
    /// in the middle of an exception is followed back to its beginning. Blocks.
    ///
    /// @param most the most lines to read for that
    static List<LogLine> last(Path log, int lines, int most) {
        int read = Math.min(lines, most);
        while (true) {
            List<String> tail = LogTail.of(log, read);
            List<LogLine> told = lines(tail);
            boolean begins = told.isEmpty() || told.getFirst().at() != null;
            if (begins || tail.size() < read || read == most)
                return told.subList(Math.max(0, told.size() - lines), told.size());
            read = Math.min(2 * read, most);
        }
    }

    static List<LogLine> lines(List<String> lines) {
        var read = new ArrayList<LogLine>();
        @Nullable String at = null;
        @Nullable String level = null;
        for (String line : lines) {
            Matcher said = LINE.matcher(line);
            Optional<String> time = said.matches() ? time(said.group(1)) : Optional.empty();
            if (time.isPresent()) {
                at = time.get();
                String word = said.group(2).toLowerCase(Locale.ROOT);
                level = word.equals("trace") ? "debug" : word;
            }
            String text = time.isPresent() ? said.group(3) : line;
            read.add(new LogLine(at, level, LogFilter.GATEWAY, text));
        }
        return read;
    }

    private static Optional<String> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().toString());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
