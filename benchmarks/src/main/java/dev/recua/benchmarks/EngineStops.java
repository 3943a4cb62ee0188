package dev.recua.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How soon a real engine itself stops working for a client that has left.
///
/// The gateway closes its connection to the engine within milliseconds ([ClientLeaves]); what the
/// engine makes of that is told by its own `/slots`, asked directly every 5 ms.
final class EngineStops implements Scenario {
    private static final int PROMPT_WORDS = 8_000;
    private static final double WATCH_MILLIS = 15_000;
    private static final double LOOK_EVERY_MILLIS = 5;

    @Override
    public String name() {
        return "engine stops";
    }

    @Override
    public String how() {
        return "From the client's close until no slot of the real engine is processing, looked at"
                + " every 5 ms for up to 15 s. The bundled model with a context of 32768 is told to"
                + " go on for ever (`ignore_eos`); in every other round the engine is new and has answered one short request."
                + " `watched to the end` counts rounds in which it had not stopped by then; the last row is what the prompt takes when nobody leaves.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws IOException, InterruptedException {
        Path home = bench.newFolder("home");
        LongModel.addTo(home, bench.model());
        var results = new ArrayList<Sample>();
        try (var gateway = GatewayProcess.start(bench.launcher(), home, bench.engine(), Map.of());
                var client = HttpClient.newHttpClient()) {
            for (Work work : Work.values()) {
                for (boolean stream : new boolean[] {true, false}) {
                    var watch = new Watch(gateway, client, work, stream);
                    results.addAll(watch.rounds(bench.rounds(6)));
                }
            }
            var reading = new Watch(gateway, client, Work.READING_THE_PROMPT, true);
            results.add(reading.withAClientThatStays(bench.rounds(3)));
        }
        return results;
    }

    /// What the engine is doing when the client leaves.
    private enum Work {
        GENERATING("mid-generation"),
        READING_THE_PROMPT("long prompt");

        private final String words;

        Work(String words) {
            this.words = words;
        }

        /// Without the cache a prompt is read anew each time, as a fresh conversation would be.
        String request(boolean stream, int round) {
            String prompt =
                    this == GENERATING
                            ? "Tell me a story about llama number " + round + "."
                            : round + " llama".repeat(PROMPT_WORDS);
            return """
                   {"model":"long","stream":%s,"temperature":0.7,"max_tokens":30000,"ignore_eos":true,\
                   "cache_prompt":false,"messages":[{"role":"user","content":"%s"}]}"""
                    .formatted(stream, prompt);
        }

        boolean isGoingOn(Slots slots) {
            return slots.processing() && (this == READING_THE_PROMPT) == (slots.generated() == 0);
        }
    }

    /// What `/slots` says of all slots together.
    private record Slots(boolean processing, long generated) {}

    /// One situation, watched over several rounds.
    private record Watch(GatewayProcess gateway, HttpClient client, Work work, boolean stream) {

        List<Sample> rounds(int count) throws IOException, InterruptedException {
            var millis = new ArrayList<Double>();
            int never = 0;
            for (int round = 0; round < count; round++) {
                if (round % 2 == 0) endTheEngine();
                double took = leaveOnce(round);
                millis.add(took);
                if (took >= WATCH_MILLIS) {
                    never++;
                    endTheEngine();
                }
            }
            String what = work.words + (stream ? ", stream" : ", whole");
            return List.of(
                    new Sample(what, "ms", millis),
                    Sample.of(what + ", watched to the end", "rounds", never));
        }

        /// From the same moment to the first token: what is left of the prompt then.
        Sample withAClientThatStays(int count) throws IOException, InterruptedException {
            var millis = new ArrayList<Double>();
            for (int round = 0; round < count; round++) {
                endTheEngine();
                loadTheModel();
                GatewayProcess.Child child = gateway.child();
                String json = work.request(stream, round);
                try (var request = RawRequest.chat(gateway.address(), Optional.empty(), json)) {
                    awaitWork(child);
                    long began = System.nanoTime();
                    request.awaitText("data: {");
                    millis.add(since(began));
                }
            }
            return new Sample(work.words + ", client stays: until the first token", "ms", millis);
        }

        private double leaveOnce(int round) throws IOException, InterruptedException {
            loadTheModel();
            GatewayProcess.Child child = gateway.child();
            String json = work.request(stream, round);
            long left;
            try (var _ = RawRequest.chat(gateway.address(), Optional.empty(), json)) {
                awaitWork(child);
                left = System.nanoTime();
            }
            while (true) {
                if (!slots(child).processing()) return since(left);
                if (since(left) >= WATCH_MILLIS) return WATCH_MILLIS;
                Clocks.pauseMillis(LOOK_EVERY_MILLIS);
            }
        }

        /// Waits until the engine is at it, and a little longer, so that it is in the middle.
        private void awaitWork(GatewayProcess.Child child)
                throws IOException, InterruptedException {
            long began = System.nanoTime();
            while (!work.isGoingOn(slots(child))) {
                if (since(began) > WATCH_MILLIS) throw new IOException("it never began: " + this);
                Clocks.pauseMillis(LOOK_EVERY_MILLIS);
            }
            Clocks.pauseMillis(200);
            if (!work.isGoingOn(slots(child))) throw new IOException("it ended early: " + this);
        }

        private void loadTheModel() throws IOException {
            String hello =
                    "{\"model\":\"long\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
            try (var request = RawRequest.chat(gateway.address(), Optional.empty(), hello)) {
                request.awaitWhole();
            }
        }

        private Slots slots(GatewayProcess.Child child) throws IOException, InterruptedException {
            var request =
                    HttpRequest.newBuilder(child.uri("/slots"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header("Authorization", "Bearer " + child.key())
                            .build();
            var answer = client.send(request, BodyHandlers.ofString());
            boolean processing = false;
            long generated = 0;
            for (JsonNode slot : new JsonMapper().readTree(answer.body())) {
                if (slot.path("is_processing").asBoolean(false)) {
                    processing = true;
                    generated += slot.path("next_token").path(0).path("n_decoded").asLong(0);
                }
            }
            return new Slots(processing, generated);
        }

        /// So that the next request finds a fresh one. The process is reaped by the gateway.
        private void endTheEngine() throws IOException, InterruptedException {
            loadTheModel();
            var process = ProcessHandle.of(gateway.child().pid());
            process.ifPresent(ProcessHandle::destroyForcibly);
            while (process.isPresent() && process.get().isAlive()) Clocks.pauseMillis(1);
            Clocks.pauseMillis(200);
        }

        private static double since(long nanos) {
            return Clocks.millis(System.nanoTime() - nanos);
        }

        @Override
        public String toString() {
            return work.words + (stream ? ", stream" : ", whole");
        }
    }
}
