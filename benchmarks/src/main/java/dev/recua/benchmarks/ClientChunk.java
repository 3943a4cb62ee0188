package dev.recua.benchmarks;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.recua.client.LlmClient;
import dev.recua.client.OpenAiCompatibleClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.wire.ChatRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/// What a client costs for each chunk of a streamed answer: ours, OpenAI's own for Java, and nobody
/// who only takes the bytes.
final class ClientChunk implements Scenario {
    private static final int EVENT_BYTES = 150;
    private static final int SHORT = 200;
    private static final int LONG = 20_000;

    @Override
    public String name() {
        return "client chunk";
    }

    @Override
    public String how() {
        return "A server on loopback in the same JVM sends a finished answer of events of 150 bytes"
                + " without gaps; three readers ask for it in turn, round by round, each over a"
                + " kept connection: the bytes alone, `ChatStream`, and openai-java. Time of the"
                + " whole answer divided by its events: of 200 events, where the request itself is"
                + " a good part of it, and of 20,000, where it is none. The ratios are of medians;"
                + " those of the overhead are less the bytes alone.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws Exception {
        var results = new ArrayList<Sample>();
        results.addAll(measure(SHORT, bench.rounds(1_000), bench.rounds(2_000)));
        results.addAll(measure(LONG, bench.rounds(30), bench.rounds(60)));
        return results;
    }

    private static List<Sample> measure(int events, int warmUp, int rounds) throws Exception {
        try (var server = CannedAnswers.start(events, EVENT_BYTES);
                var bytes = new Bytes(server.address());
                var ours = new Ours(server.address());
                var theirs = new Theirs(server.address())) {
            List<Reader> readers = List.of(bytes, ours, theirs);
            List<List<Double>> micros =
                    List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int round = 0; round < warmUp + rounds; round++) {
                for (int i = 0; i < readers.size(); i++) {
                    // Each goes first equally often: what one leaves behind hits all.
                    int turn = (i + round) % readers.size();
                    double took = micros(readers.get(turn), events);
                    if (round >= warmUp) micros.get(turn).add(took);
                }
            }
            return samples(events, readers, micros);
        }
    }

    private static double micros(Reader reader, int events) throws Exception {
        long began = System.nanoTime();
        long seen = reader.read();
        long ended = System.nanoTime();
        if (seen < events) {
            throw new IOException("%s saw %d of %d events".formatted(reader.who(), seen, events));
        }
        return (ended - began) / 1_000.0 / events;
    }

    private static List<Sample> samples(
            int events, List<Reader> readers, List<List<Double>> micros) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < readers.size(); i++) {
            String what = "%s, each of %,d events".formatted(readers.get(i).who(), events);
            samples.add(new Sample(what, "µs", micros.get(i)));
        }
        Sample bytes = samples.get(0);
        Sample ours = samples.get(1);
        Sample theirs = samples.get(2);
        samples.add(ours.ratioTo(theirs));
        double floor = bytes.percentile(50);
        samples.add(
                Sample.of(
                        "overhead, %,d events: Recua / openai-java".formatted(events),
                        "ratio",
                        (ours.percentile(50) - floor) / (theirs.percentile(50) - floor)));
        return samples;
    }

    /// Somebody who asks for the answer and takes it.
    private interface Reader extends AutoCloseable {
        String who();

        /// How many events it saw, to its end.
        long read() throws Exception;

        @Override
        void close();
    }

    /// The JDK's client, counting empty lines: less than this nobody can do with it.
    private record Bytes(HttpClient client, URI address) implements Reader {
        private Bytes(URI address) {
            this(HttpClient.newHttpClient(), address);
        }

        @Override
        public String who() {
            return "bytes alone";
        }

        @Override
        public long read() throws IOException, InterruptedException {
            var request =
                    HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            long events = 0;
            byte[] buffer = new byte[16_384];
            try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
                byte last = 0;
                for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                    for (int i = 0; i < n; i++) {
                        if (buffer[i] == '\n' && last == '\n') events++;
                        last = buffer[i];
                    }
                }
            }
            return events;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /// This library.
    private record Ours(LlmClient client, ChatRequest request) implements Reader {
        private Ours(URI address) {
            this(
                    OpenAiCompatibleClient.of(
                            ProviderConfig.of(ProviderType.OPENAI_COMPATIBLE, address)
                                    .withMaxRetries(0)),
                    ChatRequest.of("m", "Hello", it -> {}));
        }

        @Override
        public String who() {
            return "Recua";
        }

        @Override
        public long read() throws InterruptedException {
            long texts = 0;
            try (var stream = client.chatStream(request)) {
                while (stream.hasNext()) {
                    if (!stream.next().text().isEmpty()) texts++;
                }
            }
            return texts;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /// OpenAI's own.
    private record Theirs(OpenAIClient client, ChatCompletionCreateParams request)
            implements Reader {
        private Theirs(URI address) {
            this(
                    OpenAIOkHttpClient.builder()
                            .baseUrl(address + "/v1")
                            .apiKey("none")
                            .maxRetries(0)
                            .build(),
                    ChatCompletionCreateParams.builder()
                            .model("m")
                            .addUserMessage("Hello")
                            .build());
        }

        @Override
        public String who() {
            return "openai-java";
        }

        @Override
        public long read() {
            try (var stream = client.chat().completions().createStreaming(request)) {
                return stream.stream().filter(Theirs::hasText).count();
            }
        }

        private static boolean hasText(ChatCompletionChunk chunk) {
            return chunk.choices().stream()
                    .anyMatch(it -> !it.delta().content().orElse("").isEmpty());
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
