package dev.recua.benchmarks.micro;

import dev.recua.gateway.body.JsonScan;
import dev.recua.gateway.body.JsonScanner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

/// Finding `model` and `stream` in a request body: our scanner against Jackson's streaming parser.
///
/// - `recua`: [JsonScanner], fed in pieces of 16 KiB as they come from a socket, kept nowhere
/// - `jacksonWhole`: Jackson over the whole body in one array, which somebody has to keep
/// - `jacksonPieces`: Jackson's non-blocking parser, fed the same pieces: the fair comparison
///
/// All three read to the end and so refuse a broken body; Jackson does not check the UTF-8 of
/// texts that it skips.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BodyScan {
    private static final int PIECE = 16 << 10;

    /// Name of the body, see `Bodies`.
    @Param({"CHAT_1KB", "CHAT_64KB", "IMAGE_10MB"})
    public String body = "CHAT_1KB";

    private final JsonFactory jackson = new JsonFactory();
    private byte[] bytes = {};

    /// Makes the body and checks that all three find the same in it.
    @Setup(Level.Trial)
    public void makeBody() {
        bytes = Bodies.valueOf(body).make();
        String expected = "recua-tiny true";
        for (String found : new String[] {recua(), jacksonWhole(), jacksonPieces()}) {
            if (!found.equals(expected)) {
                throw new IllegalStateException("found '" + found + "', not '" + expected + "'");
            }
        }
    }

    @Benchmark
    public String recua() {
        var scanner = new JsonScanner();
        for (int at = 0; at < bytes.length; at += PIECE) {
            scanner.feed(bytes, at, Math.min(at + PIECE, bytes.length));
        }
        return switch (scanner.finish()) {
            case JsonScan.Found found -> found.model().orElse("") + " " + found.stream();
            case JsonScan.Malformed bad -> bad.why();
            case JsonScan.NotAnObject _ -> "not an object";
        };
    }

    @Benchmark
    public String jacksonWhole() {
        try (JsonParser parser = jackson.createParser(ObjectReadContext.empty(), bytes)) {
            var fields = new Fields();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                fields.see(token, parser);
            }
            return fields.toString();
        }
    }

    @Benchmark
    public String jacksonPieces() {
        try (JsonParser parser =
                jackson.createNonBlockingByteArrayParser(ObjectReadContext.empty())) {
            var feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
            var fields = new Fields();
            int at = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.NOT_AVAILABLE) {
                    fields.see(token, parser);
                } else if (at < bytes.length) {
                    int end = Math.min(at + PIECE, bytes.length);
                    feeder.feedInput(bytes, at, end);
                    at = end;
                } else {
                    feeder.endOfInput();
                }
            }
            return fields.toString();
        }
    }

    /// The two fields of the top level, as tokens pass.
    private static final class Fields {
        private int depth;
        private String name = "";
        private String model = "";
        private boolean stream;

        void see(JsonToken token, JsonParser parser) {
            if (token.isStructStart()) depth++;
            else if (token.isStructEnd()) depth--;
            else if (depth == 1) {
                if (token == JsonToken.PROPERTY_NAME) name = parser.currentName();
                else if (name.equals("model")) model = parser.getString();
                else if (name.equals("stream")) stream = token == JsonToken.VALUE_TRUE;
            }
        }

        @Override
        public String toString() {
            return model + " " + stream;
        }
    }
}
