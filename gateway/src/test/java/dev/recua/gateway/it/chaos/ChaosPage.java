package dev.recua.gateway.it.chaos;

import dev.recua.gateway.it.result.ResultPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The result of a run as a page for people, and as JSON with every value.
///
/// @param machine what it ran on
public record ChaosPage(Map<String, String> machine, ChaosResult result) {

    /// Writes `<name>.md` and `<name>.json`.
    public void write(Path name) throws IOException {
        ResultPage.write(name, markdown(), json());
    }

    /// The page.
    public String markdown() {
        var text = new StringBuilder("# Chaos\n\n");
        text.append(
                """
                %d faults of seed %d, one after the other, inflicted on the %s engine of one model \
                while four clients asked without a pause, every other time streamed; %.0f s. Times are \
                scaled: first restart after 20 ms, at most 600 ms, well again after 1 s, a look every \
                200 ms with 300 ms of patience, a stall after 1 s, 5 s for a start, 500 ms for a stop.

                """
                        .formatted(
                                result.faults(),
                                result.plan().seed(),
                                result.plan().engine().name().toLowerCase(Locale.ROOT),
                                result.seconds()));
        ResultPage.table(text, List.of("machine", ""), ResultPage.rows(machine));
        text.append("Milliseconds from a fault to the next good answer:\n\n");
        ResultPage.table(text, List.of("fault", "times", "median", "95 %", "most"), faults());
        ResultPage.table(text, List.of("requests", ""), ResultPage.rows(result.fates()));
        ResultPage.table(
                text, List.of("came into the state", "times"), ResultPage.rows(result.entered()));
        text.append("At rest, without clients and engines, before and after:\n\n");
        ResultPage.table(text, List.of("", "before", "after"), rest());
        text.append("Engines started: ").append(result.starts());
        text.append("; most at the same time: ").append(result.atOnce()).append(".\n");
        text.append(
                "Given up in passing, its restarts used up by looks that failed on a busy machine: ");
        text.append(result.usedUp().size()).append(".\n");
        result.broken().forEach(rule -> text.append("\n- broken: ").append(rule));
        result.losses().forEach(loss -> text.append("\n- lost: ").append(loss));
        return text.toString().stripTrailing() + "\n";
    }

    private List<List<String>> faults() {
        return result.recoveries().entrySet().stream()
                .map(
                        entry -> {
                            List<Double> sorted = entry.getValue().stream().sorted().toList();
                            return List.of(
                                    entry.getKey(),
                                    "" + sorted.size(),
                                    quantile(sorted, 0.5),
                                    quantile(sorted, 0.95),
                                    quantile(sorted, 1));
                        })
                .toList();
    }

    private List<List<String>> rest() {
        Held before = result.before();
        Held after = result.after();
        return List.of(
                List.of("threads of the system", "" + before.platform(), "" + after.platform()),
                List.of("virtual threads", "" + before.virtual(), "" + after.virtual()),
                List.of("descriptors", "" + before.descriptors(), "" + after.descriptors()),
                List.of(
                        "other processes of its home",
                        "" + before.processes().size(),
                        "" + after.processes().size()));
    }

    private ObjectNode json() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        machine.forEach(json.putObject("machine")::put);
        json.put("seed", result.plan().seed())
                .put("engine", result.plan().engine().name().toLowerCase(Locale.ROOT))
                .put("faults", result.faults())
                .put("seconds", Math.round(result.seconds() * 10) / 10.0);
        ObjectNode recoveries = json.putObject("recoveryMs");
        result.recoveries()
                .forEach(
                        (fault, times) ->
                                times.forEach(
                                        ms -> recoveries.withArray(fault).add(Math.round(ms))));
        result.fates().forEach(json.putObject("requests")::put);
        result.entered().forEach(json.putObject("states")::put);
        json.put("starts", result.starts()).put("mostAtOnce", result.atOnce());
        json.putPOJO("before", result.before());
        json.putPOJO("after", result.after());
        result.usedUp().forEach(json.putArray("usedUp")::add);
        result.broken().forEach(json.putArray("broken")::add);
        result.losses().forEach(json.putArray("lost")::add);
        return json;
    }

    private static String quantile(List<Double> sorted, double share) {
        return "%.0f".formatted(ResultPage.quantile(sorted, share));
    }
}
