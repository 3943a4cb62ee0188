package dev.recua.gateway.it.stress;

import dev.recua.gateway.it.result.ResultPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The result of a run as a page for people, and as JSON with every look.
///
/// @param machine what it ran on
public record StressPage(Map<String, String> machine, StressResult result) {
    private static final int PARTS = 5;
    private static final double MEBIBYTE = 1024 * 1024;
    private static final double KIBIBYTES = 1024;

    /// Writes `<name>.md` and `<name>.json`.
    public void write(Path name) throws IOException {
        ResultPage.write(name, markdown(), json());
    }

    /// The page.
    public String markdown() {
        var text = new StringBuilder("# Stress\n\n");
        text.append(
                """
                %d clients for %d s, three models of which two may be loaded. Requests, cancels and \
                slow readers come from seed %d. Every answer was compared with the known one, or \
                with a text that only its request had.

                """
                        .formatted(
                                result.plan().clients(),
                                result.plan().time().toSeconds(),
                                result.plan().seed()));
        ResultPage.table(text, List.of("machine", ""), ResultPage.rows(machine));
        ResultPage.table(text, List.of("requests", ""), counts());
        ResultPage.table(
                text,
                List.of("refused as the contract allows", ""),
                ResultPage.rows(sums(Tally.Row::refused)));
        ResultPage.table(
                text,
                List.of("left of their own will", ""),
                ResultPage.rows(sums(Tally.Row::left)));
        text.append("Milliseconds from the first byte of a request to the last of its answer:\n\n");
        ResultPage.table(
                text,
                List.of("kind", "answered", "refused", "left", "lost", "median ms", "95 %", "most"),
                kinds());
        text.append(
                """
                Memory of the gateway, medians of each fifth of the run: what Linux calls the resident set of its process, and \
                the total of `jcmd GC.class_histogram`, which collects first.

                """);
        ResultPage.table(text, List.of("", "1", "2", "3", "4", "5"), fifths());
        text.append("Without clients and engines, before and after:\n\n");
        ResultPage.table(text, List.of("", "before", "after"), rest());
        result.losses().forEach(loss -> text.append("- lost: ").append(loss).append('\n'));
        return text.toString().stripTrailing() + "\n";
    }

    private List<List<String>> counts() {
        return List.of(
                List.of("sent", "" + result.calls()),
                List.of("answered", "" + result.answered()),
                List.of("refused", "" + result.refused()),
                List.of("their client left first", "" + result.left()),
                List.of("lost", "" + result.lost()),
                List.of("answers per second", number(result.answered() / result.took())),
                List.of("seconds until the last one ended", number(result.took())),
                List.of("engines started", "" + result.enginesSeen()),
                List.of(
                        "most engines at once, of %d looks".formatted(result.looks()),
                        "" + result.mostEngines()));
    }

    /// Over all kinds.
    private Map<String, String> sums(Function<Tally.Row, Map<String, Integer>> part) {
        var sums = new TreeMap<String, Integer>();
        for (Tally.Row row : result.rows().values()) {
            part.apply(row).forEach((what, count) -> sums.merge(what, count, Integer::sum));
        }
        var texts = new TreeMap<String, String>();
        sums.forEach((what, count) -> texts.put(what, "" + count));
        return texts;
    }

    private List<List<String>> kinds() {
        return result.rows().entrySet().stream()
                .map(
                        entry -> {
                            Tally.Row row = entry.getValue();
                            return List.of(
                                    entry.getKey(),
                                    "" + row.answered(),
                                    "" + StressResult.sum(row.refused()),
                                    "" + StressResult.sum(row.left()),
                                    "" + row.lost(),
                                    number(ResultPage.quantile(row.millis(), 0.5)),
                                    number(ResultPage.quantile(row.millis(), 0.95)),
                                    number(ResultPage.quantile(row.millis(), 1)));
                        })
                .toList();
    }

    private List<List<String>> fifths() {
        var rss = new ArrayList<String>(List.of("resident, MiB"));
        var heap = new ArrayList<String>(List.of("objects after a collection, MiB"));
        for (int fifth = 1; fifth <= PARTS; fifth++) {
            rss.add(number(result.rssInFifth(fifth) / KIBIBYTES));
            heap.add(number(result.heapInFifth(fifth) / MEBIBYTE));
        }
        return List.of(rss, heap);
    }

    private List<List<String>> rest() {
        StressResult.Rest before = result.before();
        StressResult.Rest after = result.after();
        return List.of(
                List.of("descriptors", "" + before.descriptors(), "" + after.descriptors()),
                List.of("connections", "" + before.connections(), "" + after.connections()),
                List.of(
                        "resident, MiB",
                        number(before.rss() / KIBIBYTES),
                        number(after.rss() / KIBIBYTES)),
                List.of(
                        "objects after a collection, MiB",
                        number(before.heap() / MEBIBYTE),
                        number(after.heap() / MEBIBYTE)));
    }

    private ObjectNode json() {
        ObjectNode json = Received.JSON.createObjectNode();
        machine.forEach(json.putObject("machine")::put);
        json.putObject("plan")
                .put("seed", result.plan().seed())
                .put("clients", result.plan().clients())
                .put("seconds", result.plan().time().toSeconds());
        json.putObject("requests")
                .put("sent", result.calls())
                .put("answered", result.answered())
                .put("refused", result.refused())
                .put("left", result.left())
                .put("lost", result.lost())
                .put("seconds", rounded(result.took()));
        json.putObject("engines")
                .put("started", result.enginesSeen())
                .put("mostAtOnce", result.mostEngines())
                .put("looks", result.looks());
        result.rows().forEach((kind, row) -> kind(json.withObject("kinds").putObject(kind), row));
        ArrayNode samples = json.putArray("samples");
        result.samples().forEach(sample -> samples.addPOJO(sample));
        ArrayNode heaps = json.putArray("heaps");
        result.heaps().forEach(heap -> heaps.addPOJO(heap));
        json.putPOJO("before", result.before());
        json.putPOJO("after", result.after());
        result.losses().forEach(json.withArray("lost")::add);
        return json;
    }

    private static void kind(ObjectNode json, Tally.Row row) {
        json.put("answered", row.answered()).put("lost", row.lost());
        row.refused().forEach(json.putObject("refused")::put);
        row.left().forEach(json.putObject("left")::put);
        ObjectNode millis = json.putObject("ms");
        for (double share : new double[] {0.5, 0.9, 0.95, 0.99, 1}) {
            if (row.answered() > 0) {
                millis.put(
                        "%.2f".formatted(share), rounded(ResultPage.quantile(row.millis(), share)));
            }
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static String number(double value) {
        if (Double.isNaN(value)) return "–";
        return value >= 100 ? "%.0f".formatted(value) : "%.1f".formatted(value);
    }
}
