package dev.recua.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Recua adds to one request: the same engine process asked directly and through the gateway.
final class AddedLatency implements Scenario {
    private static final String QUESTION =
            "{\"model\":\"recua-tiny\",\"temperature\":0,\"max_tokens\":8,\"stream\":%s,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"What day comes after Monday?\"}]}";
    private static final String WHOLE = QUESTION.formatted("false");
    private static final String STREAMED = QUESTION.formatted("true");

    @Override
    public String name() {
        return "added latency";
    }

    @Override
    public String how() {
        return "One request at a time on a new connection, real engine, bundled model: the engine's"
                + " own port and the gateway, in turn, to the same engine process. From before the"
                + " connect to the whole answer, and to the first event of a stream.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws IOException, InterruptedException {
        try (var gateway =
                GatewayProcess.start(
                        bench.launcher(), bench.newFolder("home"), bench.engine(), Map.of())) {
            InetSocketAddress through = gateway.address();
            whole(through, Optional.empty());
            GatewayProcess.Child child = gateway.child();
            Optional<String> key = Optional.of(child.key());
            var wholeDirect = new ArrayList<Double>();
            var wholeThrough = new ArrayList<Double>();
            var eventDirect = new ArrayList<Double>();
            var eventThrough = new ArrayList<Double>();
            int warmUp = bench.rounds(100);
            for (int round = 0; round < warmUp + bench.rounds(300); round++) {
                double[] times = {
                    whole(child.address(), key),
                    whole(through, Optional.empty()),
                    firstEvent(child.address(), key),
                    firstEvent(through, Optional.empty())
                };
                if (round < warmUp) continue;
                wholeDirect.add(times[0]);
                wholeThrough.add(times[1]);
                eventDirect.add(times[2]);
                eventThrough.add(times[3]);
            }
            var results = new ArrayList<Sample>();
            results.addAll(compared("whole answer", wholeDirect, wholeThrough));
            results.addAll(compared("first event", eventDirect, eventThrough));
            return results;
        }
    }

    private static List<Sample> compared(String what, List<Double> direct, List<Double> through) {
        var engine = new Sample(what + ", engine directly", "ms", direct);
        var recua = new Sample(what + ", through Recua", "ms", through);
        var added = new ArrayList<Double>();
        for (int i = 0; i < direct.size(); i++) added.add(through.get(i) - direct.get(i));
        return List.of(
                engine,
                recua,
                new Sample(what + ", added in the same round", "ms", added),
                recua.ratioTo(engine));
    }

    private static double whole(InetSocketAddress to, Optional<String> key) throws IOException {
        long began = System.nanoTime();
        try (var request = RawRequest.chat(to, key, WHOLE)) {
            String answer = request.awaitWhole();
            long ended = System.nanoTime();
            if (!answer.contains("Tuesday")) throw new IOException("not the answer: " + answer);
            return Clocks.millis(ended - began);
        }
    }

    private static double firstEvent(InetSocketAddress to, Optional<String> key)
            throws IOException {
        long began = System.nanoTime();
        try (var request = RawRequest.chat(to, key, STREAMED)) {
            request.awaitText("data: {");
            long came = System.nanoTime();
            request.awaitText("data: [DONE]");
            return Clocks.millis(came - began);
        }
    }
}
