package dev.recua.benchmarks;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an engine that writes log without end costs the requests to another model. The product
/// promises that their median at most doubles.
final class LogFlood implements Scenario {
    private static final int BYTES_PER_SECOND = 100_000_000;
    private static final int AT_ONCE = 20;

    @Override
    public String name() {
        return "log flood";
    }

    @Override
    public String how() {
        return "Two models, both the testkit's fake engine. The time of a whole answer of one, on a new"
                + " connection, while the other is silent and while it writes 100 MB/s of log in lines"
                + " of 200 bytes; 20 answers each, in turn.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws IOException, InterruptedException {
        FakeLlamaServer fake =
                FakeLlamaServer.install(bench.newFolder("fake"), Map.of("floodLine", 200));
        Path home = bench.newFolder("home");
        Files.writeString(home.resolve("config.yaml"), "memory: {max-models: 2}\n");
        Path models = Files.createDirectories(home.resolve("models"));
        for (String name : List.of("noisy", "quiet")) {
            Files.copy(bench.model(), models.resolve(name + ".gguf"));
        }
        var silent = new ArrayList<Double>();
        var flooded = new ArrayList<Double>();
        try (var gateway = GatewayProcess.start(bench.launcher(), home, fake.binary(), Map.of())) {
            for (int round = -1; round < bench.rounds(20); round++) {
                List<Double> beside = answers(gateway, fake, 0);
                List<Double> besideFlood = answers(gateway, fake, BYTES_PER_SECOND);
                if (round < 0) continue;
                silent.addAll(beside);
                flooded.addAll(besideFlood);
            }
        }
        var quiet = new Sample("answer beside a silent engine", "ms", silent);
        var loud = new Sample("answer beside an engine that writes 100 MB/s", "ms", flooded);
        return List.of(quiet, loud, loud.ratioTo(quiet));
    }

    private static List<Double> answers(GatewayProcess gateway, FakeLlamaServer fake, int flood)
            throws IOException {
        fake.set("noisy", "flood", flood);
        answerMillis(gateway, "noisy"); // the fake reads its knobs at a request
        Clocks.pauseMillis(500);
        var millis = new ArrayList<Double>();
        for (int i = 0; i < AT_ONCE; i++) millis.add(answerMillis(gateway, "quiet"));
        return millis;
    }

    private static double answerMillis(GatewayProcess gateway, String model) throws IOException {
        String json =
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}"
                        .formatted(model);
        long began = System.nanoTime();
        try (var request = RawRequest.chat(gateway.address(), Optional.empty(), json)) {
            request.awaitWhole();
            return Clocks.millis(System.nanoTime() - began);
        }
    }
}
