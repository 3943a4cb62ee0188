package dev.recua.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How soon the gateway is there.
final class StartTimes implements Scenario {
    private static final Map<String, String> WITH_CACHE = Map.of();
    private static final Map<String, String> WITHOUT_CACHE =
            Map.of("RECUA_JAVA_OPTS", "-XX:AOTMode=off");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String how() {
        return "From the spawn of the packaged `recua serve` to its ready line, and to the whole first answer of"
                + " `/v1/models`; built before, engine known from an earlier start. With and without"
                + " the AOT cache, in turn.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws IOException, InterruptedException {
        Path home = bench.newFolder("home");
        var with = new Times();
        var without = new Times();
        new Times().add(bench, home, WITH_CACHE); // finds the engine, fills the page cache
        for (int round = 0; round < bench.rounds(15); round++) {
            with.add(bench, home, WITH_CACHE);
            without.add(bench, home, WITHOUT_CACHE);
        }
        Sample cached = new Sample("first answer, AOT cache", "ms", with.answered);
        Sample uncached = new Sample("first answer, no AOT cache", "ms", without.answered);
        return List.of(
                new Sample("ready line, AOT cache", "ms", with.ready),
                cached,
                new Sample("ready line, no AOT cache", "ms", without.ready),
                uncached,
                uncached.ratioTo(cached));
    }

    private static final class Times {
        private final List<Double> ready = new ArrayList<>();
        private final List<Double> answered = new ArrayList<>();

        void add(Workbench bench, Path home, Map<String, String> env)
                throws IOException, InterruptedException {
            try (var gateway = GatewayProcess.start(bench.launcher(), home, bench.engine(), env)) {
                try (var request = RawRequest.get(gateway.address(), "/v1/models")) {
                    request.awaitWhole();
                    answered.add(gateway.sinceSpawnMillis());
                }
                ready.add(gateway.readyMillis());
            }
        }
    }
}
