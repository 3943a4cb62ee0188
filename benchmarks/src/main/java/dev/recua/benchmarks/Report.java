package dev.recua.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The results of one run, as JSON with every single value and as Markdown for people.
///
/// @param machine what was measured on
/// @param parts   in the order in which they ran
record Report(Map<String, String> machine, List<Part> parts) {

    /// The results of one scenario.
    ///
    /// @param how what was measured and how
    record Part(String name, String how, List<Sample> samples) {}

    private static final List<String> COLUMNS =
            List.of("what", "unit", "rounds", "median", "95 %", "least", "most");

    /// Writes `<name>.json` and `<name>.md`.
    void write(Path name) throws IOException {
        Path json = name.resolveSibling(name.getFileName() + ".json");
        Path markdown = name.resolveSibling(name.getFileName() + ".md");
        JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(json, mapper.writeValueAsString(this) + "\n");
        Files.writeString(markdown, markdown(name.getFileName().toString()));
    }

    private String markdown(String title) {
        var text = new StringBuilder("# Measured: " + title + "\n\n| | |\n|---|---|\n");
        machine.forEach((what, fact) -> text.append("| %s | %s |\n".formatted(what, fact)));
        for (Part part : parts) {
            text.append("\n## ")
                    .append(part.name())
                    .append("\n\n")
                    .append(part.how())
                    .append("\n\n");
            row(text, COLUMNS);
            text.append("|---".repeat(2)).append("|---:".repeat(COLUMNS.size() - 2)).append("|\n");
            part.samples().forEach(sample -> row(text, sample.cells()));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /// The results of JMH in its own JSON (`-rf json`): each measured iteration is a round.
    static Part ofJmh(Path file) throws IOException {
        var samples = new ArrayList<Sample>();
        for (JsonNode result : new JsonMapper().readTree(Files.readString(file))) {
            String name =
                    result.get("benchmark").asString().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1");
            String params =
                    result.path("params").properties().stream()
                            .map(it -> " " + it.getValue().asString())
                            .reduce("", String::concat);
            JsonNode score = result.get("primaryMetric");
            var values = new ArrayList<Double>();
            for (JsonNode fork : score.get("rawData")) {
                for (JsonNode value : fork) values.add(value.asDouble());
            }
            samples.add(new Sample(name + params, score.get("scoreUnit").asString(), values));
        }
        return new Part("parts alone", "JMH; one round is one measured second.", samples);
    }
}
