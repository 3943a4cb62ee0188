package dev.recua.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether work that an engine goes on with for a client that has left delays a swap.
final class SwapPastALeftover implements Scenario {
    private static final String GO_ON =
            "{\"model\":\"long\",\"max_tokens\":30000,\"ignore_eos\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Tell me a story.\"}]}";

    @Override
    public String name() {
        return "swap past a leftover";
    }

    @Override
    public String how() {
        return "One model is loaded, another is asked for: the time to its whole answer, with the"
                + " first engine idle, and 500 ms after a client has left it in the middle of an"
                + " answer that was not streamed, which it does not stop by itself. In turn.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws IOException, InterruptedException {
        Path home = bench.newFolder("home");
        LongModel.addTo(home, bench.model());
        var idle = new ArrayList<Double>();
        var busy = new ArrayList<Double>();
        try (var gateway = GatewayProcess.start(bench.launcher(), home, bench.engine(), Map.of())) {
            for (int round = -1; round < bench.rounds(10); round++) {
                answerMillis(gateway, "long");
                double afterIdle = answerMillis(gateway, "recua-tiny");
                answerMillis(gateway, "long");
                leaveInTheMiddle(gateway);
                double afterBusy = answerMillis(gateway, "recua-tiny");
                if (round < 0) continue;
                idle.add(afterIdle);
                busy.add(afterBusy);
            }
        }
        var past = new Sample("swap past a leftover", "ms", busy);
        var usual = new Sample("swap past an idle engine", "ms", idle);
        return List.of(usual, past, past.ratioTo(usual));
    }

    private static double answerMillis(GatewayProcess gateway, String model) throws IOException {
        String json =
                "{\"model\":\"%s\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}"
                        .formatted(model);
        long began = System.nanoTime();
        try (var request = RawRequest.chat(gateway.address(), Optional.empty(), json)) {
            request.awaitWhole();
            return Clocks.millis(System.nanoTime() - began);
        }
    }

    private static void leaveInTheMiddle(GatewayProcess gateway) throws IOException {
        try (var _ = RawRequest.chat(gateway.address(), Optional.empty(), GO_ON)) {
            Clocks.pauseMillis(500);
        }
        Clocks.pauseMillis(500);
    }
}
