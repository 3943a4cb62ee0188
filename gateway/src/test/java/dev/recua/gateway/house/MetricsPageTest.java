package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.metrics.Figure;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page of metrics lists exactly what the code has, in the same order and with the same words.
class MetricsPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `[a-z_]+` \\| .*\\|$");

    @Test
    void thePageListsEveryFigureWithTypeLabelsAndMeaning() {
        String page = Repository.text(Repository.root().resolve("docs/reference/metrics.md"));
        List<String> rows = ROW.matcher(page).results().map(row -> row.group()).toList();

        List<String> figures = Stream.of(Figure.values()).map(MetricsPageTest::row).toList();

        assertThat(rows).isEqualTo(figures);
    }

    private static String row(Figure figure) {
        String labels =
                figure.labels().stream()
                        .map(label -> "`" + label + "`")
                        .collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        figure.exposedName(),
                        figure.kind().name().toLowerCase(Locale.ROOT),
                        labels.isEmpty() ? "–" : labels,
                        figure.meaning());
    }
}
