package dev.recua.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Runs scenarios and writes the report. `benchmarks/run.sh` starts it from the root of the
/// repository.
///
/// ```text
/// Harness OUT [name of a scenario…]      writes OUT.json and OUT.md
/// ```
///
/// System properties: `engine` (a real llama-server, needed), `rounds` (default 1; 0.1 for a try),
/// `jmh` (JSON of a JMH run that is to be in the report).
public final class Harness {
    private static final List<Scenario> ALL =
            List.of(
                    new StartTimes(),
                    new AddedLatency(),
                    new ClientLeaves(),
                    new EngineStops(),
                    new SwapPastALeftover(),
                    new Recovery(),
                    new EventLatency(),
                    new LogFlood(),
                    new ServiceCost(),
                    new Memory(),
                    new ClientChunk());

    private Harness() {}

    /// Runs all scenarios or those that are named, and ends with 1 when one cannot be measured.
    ///
    /// @param args see the type
    public static void main(String[] args) throws Exception {
        String engine = System.getProperty("engine");
        if (args.length == 0 || engine == null) {
            String names = ALL.stream().map(Scenario::name).collect(Collectors.joining("', '"));
            System.err.println(
                    "usage: java -Dengine=LLAMA-SERVER … Harness OUT [SCENARIO…] with '"
                            + names
                            + "'");
            System.exit(2);
            return;
        }
        var wanted = List.of(args).subList(1, args.length);
        var machine = Machine.facts(Path.of(engine));
        var parts = new ArrayList<Report.Part>();
        try (var bench = workbench(Path.of(engine))) {
            for (Scenario scenario : ALL) {
                if (!wanted.isEmpty() && !wanted.contains(scenario.name())) continue;
                System.err.println("measuring: " + scenario.name());
                parts.add(
                        new Report.Part(scenario.name(), scenario.how(), scenario.measure(bench)));
            }
        }
        var jmh = Optional.ofNullable(System.getProperty("jmh")).map(Path::of);
        if (jmh.isPresent()) parts.add(Report.ofJmh(jmh.get()));
        new Report(machine, parts).write(Path.of(args[0]));
    }

    private static Workbench workbench(Path engine) throws IOException {
        return new Workbench(
                Path.of("gateway/target/recua/recua").toAbsolutePath(),
                engine.toAbsolutePath(),
                Path.of("bundled/recua-tiny-3m-instruct-q8_0.gguf").toAbsolutePath(),
                Files.createTempDirectory("recua-benchmarks"),
                Double.parseDouble(System.getProperty("rounds", "1")));
    }
}
