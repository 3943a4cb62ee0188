package dev.recua.gateway.cli;

import dev.recua.client.wire.WireJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How results look: JSON, tables, sizes, times.
final class Output {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Output() {}

    /// A value as JSON for people and programs, over several lines.
    static String json(Object value) {
        return WireJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    /// A value as JSON on one line.
    static String jsonLine(Object value) {
        return WireJson.mapper().writeValueAsString(value);
    }

    /// Rows as lines, each column as wide as its widest cell, two spaces between.
    static List<String> table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /// A time to come in its two largest units: `4m 10s`, `2h 5m`, `9s`; `now` when it is over.
    static String duration(Duration time) {
        if (time.isNegative() || time.toSeconds() == 0) {
            return "now";
        }
        long hours = time.toHours();
        int minutes = time.toMinutesPart();
        if (hours > 0) {
            return hours + "h" + (minutes > 0 ? " " + minutes + "m" : "");
        }
        int seconds = time.toSecondsPart();
        if (minutes == 0) {
            return seconds + "s";
        }
        return minutes + "m" + (seconds > 0 ? " " + seconds + "s" : "");
    }

    /// A time that was measured, in seconds with one decimal: `3.2 s`.
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /// A number of bytes in the largest unit that leaves at least 1: `3.1 MiB`, `512 B`.
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
