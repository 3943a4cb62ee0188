package dev.recua.benchmarks.faults;

import dev.recua.testkit.fault.FaultTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The page `docs/reference/client-faults.md`.
final class FaultPage {
    private static final int LONGEST = 160;

    private static final String HEAD =
            """
            # What Java clients make of faults

            A server that does one thing wrong, and what three clients tell their users then. The faults are those of `FaultTable`, whose column *expected*
            was written down before any client met it; `FaultServer` plays them over raw sockets. Written by `benchmarks/client-faults.sh`, which needs a JDK 25
            and nothing else; do not edit it by hand.

            Every client was asked for one chat with a timeout of 1 s and without retries, in its other defaults; the times are those of one run on a machine with
            other work, and only their order of magnitude means something. Ours is `LlamaCppClient`; that it meets the column *expected*, and that its next
            step speaks of what helps, is a test of its own (`FaultsTest`). Messages are cut at {cut} characters.
            """;

    private final List<String> names;
    private final List<Line> lines;

    FaultPage(List<String> names, List<Line> lines) {
        this.names = names;
        this.lines = lines;
    }

    /// One fault, and what each client made of it, in the order of their names.
    record Line(Row row, List<Seen> seen) {}

    String text() {
        List<String> all = new ArrayList<>();
        all.add(HEAD.replace("{cut}", String.valueOf(LONGEST)));
        all.add("## In short\n");
        all.addAll(summary());
        all.add("\n## Every fault\n");
        all.add("| fault | expected | " + String.join(" | ", names) + " |");
        all.add("|---|---|" + "---|".repeat(names.size()));
        lines.forEach(it -> all.add(row(it)));
        all.add(
                "\n`(s)` marks the faults for which a streamed answer was asked for. *expected* is an `ErrorType`; none means that the answer comes whole.");
        return String.join("\n", all) + "\n";
    }

    private List<String> summary() {
        List<String> table = new ArrayList<>();
        table.add("| of %d faults | %s |".formatted(lines.size(), String.join(" | ", names)));
        table.add("|---|" + "---|".repeat(names.size()));
        table.add(counts("told as a failure", this::failures));
        table.add(counts("a broken answer given as if it were whole", this::swallowed));
        table.add(counts("a good answer refused", this::refused));
        table.add(counts("still waiting after ten times the timeout", this::stuck));
        table.add(counts("different classes thrown", this::classes));
        return table;
    }

    private String counts(String what, java.util.function.IntUnaryOperator count) {
        return IntStream.range(0, names.size())
                .mapToObj(it -> String.valueOf(count.applyAsInt(it)))
                .collect(Collectors.joining(" | ", "| " + what + " | ", " |"));
    }

    private int failures(int client) {
        return (int)
                lines.stream()
                        .filter(it -> !it.row().isHarmless())
                        .map(it -> it.seen().get(client))
                        .filter(it -> it.thrown() && !isStuck(it))
                        .count();
    }

    private int swallowed(int client) {
        return (int)
                lines.stream()
                        .filter(it -> !it.row().isHarmless() && !it.seen().get(client).thrown())
                        .count();
    }

    private int refused(int client) {
        return (int)
                lines.stream()
                        .filter(it -> it.row().isHarmless() && it.seen().get(client).thrown())
                        .count();
    }

    private int stuck(int client) {
        return (int) lines.stream().filter(it -> isStuck(it.seen().get(client))).count();
    }

    private int classes(int client) {
        return (int)
                lines.stream()
                        .map(it -> it.seen().get(client))
                        .filter(it -> it.thrown() && !isStuck(it))
                        .map(Seen::what)
                        .distinct()
                        .count();
    }

    private static boolean isStuck(Seen seen) {
        return seen.what().equals("nothing");
    }

    private static String row(Line line) {
        String cells = line.seen().stream().map(FaultPage::cell).collect(Collectors.joining(" | "));
        return "| %s%s | %s | %s |"
                .formatted(
                        line.row().fault(),
                        line.row().streamed() ? " (s)" : "",
                        line.row().expected(),
                        cells);
    }

    private static String cell(Seen seen) {
        String words = shown(seen.words());
        String what =
                seen.thrown() && !isStuck(seen) ? "**" + seen.what() + "**" : shown(seen.what());
        return "%s%s (%s)".formatted(what, words.isEmpty() ? "" : ": " + words, time(seen));
    }

    private static String time(Seen seen) {
        double seconds = seen.took().toNanos() / 1e9;
        return seconds < 0.1
                ? String.format(Locale.ROOT, "%.0f ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /// In one line, without what Markdown would take for its own, and without the port, which
    /// changes from run to run.
    private static String shown(String words) {
        String line =
                words.replaceAll("\\p{Cntrl}+", " ")
                        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
                        .strip();
        String cut = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
        return cut.replace("|", "\\|").replace("<", "&lt;").replace("`", "'").replace("[", "\\[");
    }
}
