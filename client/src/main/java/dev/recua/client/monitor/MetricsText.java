package dev.recua.client.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes Prometheus text (version 0.0.4); every metric is named `recua_client_…`. The lines of a
/// metric stand together, whatever the order in which they were given.
final class MetricsText {
    private static final String PREFIX = "recua_client_";

    private final Map<String, Family> families = new LinkedHashMap<>();

    /// A metric that only grows.
    Family counter(String name, String help) {
        return family(name, help, "counter");
    }

    /// A metric that goes up and down.
    Family gauge(String name, String help) {
        return family(name, help, "gauge");
    }

    /// A sum and how many are in it.
    Family summary(String name, String help) {
        return family(name, help, "summary");
    }

    private Family family(String name, String help, String type) {
        return families.computeIfAbsent(name, it -> new Family(PREFIX + it, help, type));
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Family family : families.values()) {
            if (family.lines.isEmpty()) continue;
            text.append("# HELP ").append(family.name).append(' ').append(family.help).append('\n');
            text.append("# TYPE ").append(family.name).append(' ').append(family.type).append('\n');
            family.lines.forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    /// One metric.
    static final class Family {
        private final String name;
        private final String help;
        private final String type;
        private final List<String> lines = new ArrayList<>();

        private Family(String name, String help, String type) {
            this.name = name;
            this.help = help;
            this.type = type;
        }

        /// A whole number, with labels by name and value in turn; values are words of ours, without
        /// anything to escape.
        Family line(long value, String... labels) {
            return add("", Long.toString(value), labels);
        }

        /// Any number.
        Family line(double value, String... labels) {
            return add("", Double.toString(value), labels);
        }

        /// The two lines of a summary.
        Family sumAndCount(double sum, long count, String... labels) {
            return add("_sum", Double.toString(sum), labels)
                    .add("_count", Long.toString(count), labels);
        }

        private Family add(String suffix, String value, String... labels) {
            var told = new StringBuilder();
            for (int i = 0; i < labels.length; i += 2) {
                told.append(i == 0 ? "" : ",").append(labels[i]);
                told.append("=\"").append(labels[i + 1]).append('"');
            }
            String set = told.isEmpty() ? "" : "{" + told + "}";
            lines.add(name + suffix + set + " " + value);
            return this;
        }
    }
}
