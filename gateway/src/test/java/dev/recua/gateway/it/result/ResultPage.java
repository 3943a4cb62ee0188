package dev.recua.gateway.it.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How the result of a long run is told: a page for people, and JSON with every value.
public final class ResultPage {
    private ResultPage() {}

    /// Writes `<name>.md` and `<name>.json`.
    public static void write(Path name, String markdown, ObjectNode json) throws IOException {
        Files.createDirectories(name.resolveSibling(""));
        Files.writeString(name.resolveSibling(name.getFileName() + ".md"), markdown);
        JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(
                name.resolveSibling(name.getFileName() + ".json"),
                mapper.writeValueAsString(json) + "\n");
    }

    /// Adds a table, unless it has no rows; all columns but the first hold numbers.
    public static void table(StringBuilder text, List<String> head, List<List<String>> rows) {
        if (rows.isEmpty()) return;
        row(text, head);
        text.append("|---").append("|---:".repeat(head.size() - 1)).append("|\n");
        rows.forEach(row -> row(text, row));
        text.append('\n');
    }

    /// One row for each fact.
    public static List<List<String>> rows(Map<String, ?> facts) {
        return facts.entrySet().stream()
                .map(entry -> List.of(entry.getKey(), String.valueOf(entry.getValue())))
                .toList();
    }

    /// The value that this share of all does not exceed; not a number when there is none.
    ///
    /// @param sorted the smallest first
    /// @param share  0 to 1
    public static double quantile(List<Double> sorted, double share) {
        if (sorted.isEmpty()) return Double.NaN;
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
