package dev.recua.client.llama;

import dev.recua.client.llama.MetricFamily.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the [text format of
/// Prometheus](https://prometheus.io/docs/instrumenting/exposition_formats/), version 0.0.4, and of
/// OpenMetrics what it adds to a line (exemplars, `# EOF`, `# UNIT`), which is skipped.
///
/// Pure; any thread may use it.
public final class PrometheusText {
    /// What may follow a histogram's or a summary's name in a line.
    private static final List<String> PARTS = List.of("_bucket", "_sum", "_count", "_created");

    private final Map<String, Building> families = new LinkedHashMap<>();

    private PrometheusText() {}

    /// The metrics of a text, in their order. Lines may end in LF or CRLF.
    ///
    /// @throws IllegalArgumentException when a line is none of this format; names the line
    public static List<MetricFamily> parse(String text) {
        var reading = new PrometheusText();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            reading.line(line, number);
        }
        return reading.families.values().stream().map(Building::done).toList();
    }

    private void line(String raw, int number) {
        String line = raw.strip();
        if (line.isEmpty()) return;
        try {
            if (line.startsWith("#")) comment(line.substring(1).strip());
            else sample(line);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "line %d is no Prometheus text: \"%s\" (%s)"
                            .formatted(number, shortened(line), e.getMessage()),
                    e);
        }
    }

    private static String shortened(String line) {
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    private void comment(String comment) {
        String[] words = comment.split("\\s+", 3);
        if (words.length < 2) return;
        String rest = words.length < 3 ? "" : words[2];
        switch (words[0]) {
            case "HELP" -> family(words[1]).help = unescapedHelp(rest);
            case "TYPE" -> family(words[1]).type = typeOf(rest);
            default -> {
                // Any other comment is for people.
            }
        }
    }

    private static MetricFamily.Type typeOf(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "counter" -> MetricFamily.Type.COUNTER;
            case "gauge" -> MetricFamily.Type.GAUGE;
            case "histogram", "gaugehistogram" -> MetricFamily.Type.HISTOGRAM;
            case "summary" -> MetricFamily.Type.SUMMARY;
            default -> MetricFamily.Type.UNTYPED;
        };
    }

    private static String unescapedHelp(String help) {
        return help.indexOf('\\') < 0 ? help : unescaped(help, false);
    }

    private void sample(String line) {
        var scan = new Scan(line);
        String name = scan.name();
        Map<String, String> labels = scan.labels();
        double value = numberOf(scan.word());
        @Nullable String time = scan.timestamp();
        var at =
                time == null
                        ? java.util.OptionalLong.empty()
                        : java.util.OptionalLong.of(Long.parseLong(time));
        of(name).samples.add(new Sample(name, labels, value, at));
    }

    private static double numberOf(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "+inf", "inf", "+infinity", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan", "+nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(word);
        };
    }

    /// The metric that a line belongs to: the one of its name, or, for a part of a histogram or a
    /// summary, the one that was announced.
    private Building of(String name) {
        for (String part : PARTS) {
            if (!name.endsWith(part) || families.containsKey(name)) continue;
            @Nullable Building whole =
                    families.get(name.substring(0, name.length() - part.length()));
            if (whole != null
                    && (whole.type == MetricFamily.Type.HISTOGRAM
                            || whole.type == MetricFamily.Type.SUMMARY)) {
                return whole;
            }
        }
        return family(name);
    }

    private Building family(String name) {
        return families.computeIfAbsent(name, Building::new);
    }

    private static String unescaped(String text, boolean quotes) {
        var plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            char next = at < text.length() ? text.charAt(at) : 0;
            boolean escape = next == 'n' || next == '\\' || (quotes && next == '"');
            if (c == '\\' && escape) {
                plain.append(next == 'n' ? '\n' : next);
                at++;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static final class Building {
        private final String name;
        private final List<Sample> samples = new ArrayList<>();
        private MetricFamily.Type type = MetricFamily.Type.UNTYPED;
        private String help = "";

        Building(String name) {
            this.name = name;
        }

        MetricFamily done() {
            return new MetricFamily(name, type, help, samples);
        }
    }

    /// One line of a sample, read from left to right.
    private static final class Scan {
        private final String line;
        private int at;

        Scan(String line) {
            this.line = line;
        }

        String name() {
            int from = at;
            while (at < line.length() && isNameChar(line.charAt(at))) at++;
            if (at == from) throw new IllegalArgumentException("no name of a metric");
            return line.substring(from, at);
        }

        private static boolean isNameChar(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == ':';
        }

        Map<String, String> labels() {
            blanks();
            if (at >= line.length() || line.charAt(at) != '{') return Map.of();
            at++;
            Map<String, String> labels = new LinkedHashMap<>();
            for (blanks(); line.charAt(at) != '}'; blanks()) {
                String label = name();
                expect('=');
                expect('"');
                labels.put(label, quoted());
                blanks();
                if (line.charAt(at) == ',') at++;
                else if (line.charAt(at) != '}')
                    throw new IllegalArgumentException("a label must be followed by , or }");
            }
            at++;
            return java.util.Collections.unmodifiableMap(labels);
        }

        private void expect(char wanted) {
            blanks();
            if (line.charAt(at) != wanted) {
                throw new IllegalArgumentException("%c is missing at %d".formatted(wanted, at + 1));
            }
            at++;
        }

        private String quoted() {
            int from = at;
            while (line.charAt(at) != '"') at += line.charAt(at) == '\\' ? 2 : 1;
            return unescaped(line.substring(from, at++), true);
        }

        String word() {
            blanks();
            int from = at;
            while (at < line.length() && !Character.isWhitespace(line.charAt(at))) at++;
            if (at == from) throw new IllegalArgumentException("no number");
            return line.substring(from, at);
        }

        /// The time after the number, unless what follows is an exemplar.
        @Nullable String timestamp() {
            blanks();
            return at >= line.length() || line.charAt(at) == '#' ? null : word();
        }

        private void blanks() {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) at++;
        }
    }
}
