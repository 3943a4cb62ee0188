package dev.recua.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.requests.Usage;
import dev.recua.testkit.Golden;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an engine counted is read from every dialect, wherever the bytes are cut. The answers are
/// llama-server's own.
class UsageReaderTest {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String EVENTS = "text/event-stream";

    /// llama-server's answer, and what it says: prompt, cached, generated, rate.
    static Stream<Arguments> answers() {
        return Stream.of(
                golden("chat", new Usage(16, 0, 13, 16282.225237449118)),
                golden("chat-stream", new Usage(16, 15, 13, 9819.967266775779)),
                golden("chat-stream-no-usage", new Usage(16, 15, 4, 2970.29702970297)),
                golden("completions", new Usage(3, 1, 6, 13404.825737265417)),
                golden("completions-stream", new Usage(4, 0, 4, 3054.9898167006113)),
                golden("completion-native", new Usage(3, 2, 6, 8196.72131147541)),
                golden("completion-native-stream", new Usage(3, 2, 3, 4065.040650406504)),
                golden("completion-native-many", new Usage(6, 3, 5, null)),
                golden("completion-native-many-stream", new Usage(6, 4, 5, null)),
                golden("responses", new Usage(10, 4, 8, null)),
                golden("responses-stream", new Usage(16, 0, 8, 1152.6428453811955)),
                golden("anthropic-messages", new Usage(10, 9, 8, null)),
                golden("anthropic-messages-stream", new Usage(16, 15, 8, null)),
                golden("embeddings", new Usage(8, null, null, null)),
                golden("rerank", new Usage(6, null, null, null)),
                golden("embeddings-native", Usage.NONE),
                golden("tokenize", Usage.NONE),
                golden("err-context", Usage.NONE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void whatTheEngineCountedIsReadFromItsAnswer(String name, Usage expected) {
        assertThat(read(type(name), body(name))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void itIsTheSameWhereverTheBytesAreCut(String name, Usage expected) {
        byte[] body = body(name);
        for (long seed = 1; seed <= 200; seed++) {
            var random = new Random(seed);
            assertThat(read(type(name), cut(body, random))).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void anAnswerThatSpeaksOfUsageIsNotTakenForIt() {
        String text =
                "{\\\"usage\\\":{\\\"prompt_tokens\\\":999},\\\"timings\\\":{\\\"predicted_n\\\":999}}";
        String said =
                "{\"choices\":[{\"message\":{\"content\":\""
                        + text
                        + "\",\"usage\":{\"prompt_tokens\":998}}}],";

        assertThat(read(JSON, said + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}"))
                .isEqualTo(new Usage(5, null, 7, null));
        assertThat(read(JSON, said + "\"id\":\"x\"}")).isEqualTo(Usage.NONE);
        assertThat(read(EVENTS, "data: " + said + "\"id\":\"x\"}\n\ndata: [DONE]\n\n"))
                .isEqualTo(Usage.NONE);
    }

    @Test
    void randomTextsThatQuoteUsageNeverChangeWhatIsRead() {
        String[] parts = {
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "usage",
            "\"usage\":{\"prompt_tokens\":999}",
            "\"timings\":{\"predicted_n\":999}",
            "\n",
            "data: ",
            "é",
            "\u2028",
            "}}"
        };
        for (long seed = 1; seed <= 500; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--)
                text.append(parts[random.nextInt(parts.length)]);
            byte[] body =
                    ("{\"choices\":[{\"text\":"
                                    + quoted(text.toString())
                                    + "}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}")
                            .getBytes(UTF_8);

            assertThat(read(JSON, cut(body, random)))
                    .as("seed %d", seed)
                    .isEqualTo(new Usage(5, null, 7, null));
        }
    }

    @Test
    void theUsageOfAnEmbeddingIsReadBeforeAHugeArray() {
        String numbers = "0.12345,".repeat(200_000) + "0";
        String answer =
                "{\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8},\"data\":[{\"embedding\":["
                        + numbers
                        + "]}]}";

        assertThat(read(JSON, answer)).isEqualTo(new Usage(8, null, null, null));
    }

    @Test
    void theUsageOfATranscriptionIsRead() {
        String whole =
                "{\"type\":\"transcript.text.done\",\"text\":\"hello\",\"usage\":{\"type\":\"tokens\","
                        + "\"input_tokens\":14,\"output_tokens\":3,\"total_tokens\":17}}";
        String stream =
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"hel\"}\n\ndata: "
                        + whole
                        + "\n\n";

        assertThat(read(JSON, whole)).isEqualTo(new Usage(14, null, 3, null));
        assertThat(read(EVENTS, stream)).isEqualTo(new Usage(14, null, 3, null));
    }

    @Test
    void enginesOfOthersThatCountOnlyUsageAreRead() {
        String stream =
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}\r\n\r\n"
                        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"total_tokens\":14,"
                        + "\"completion_tokens\":3,\"prompt_tokens_details\":null}}\r\n\r\n"
                        + "data: [DONE]\r\n\r\n";

        assertThat(read(EVENTS, stream)).isEqualTo(new Usage(11, null, 3, null));
    }

    @Test
    void anInfillIsReadLikeACompletion() {
        String answer =
                "{\"content\":\"x\",\"stop\":true,\"tokens_predicted\":2,\"tokens_evaluated\":9,"
                        + "\"timings\":{\"cache_n\":4,\"prompt_n\":5,\"predicted_n\":2,"
                        + "\"predicted_per_second\":50.5},\"tokens_cached\":11}";

        assertThat(read(JSON, answer)).isEqualTo(new Usage(9, 4, 2, 50.5));
    }

    @Test
    void aStreamThatIsCutOffSaysWhatWasCountedUntilThen() {
        String stream =
                "data: {\"content\":\"a\",\"stop\":false,\"tokens_predicted\":1,\"tokens_evaluated\":3}\n\n"
                        + ":\n\n"
                        + "data: {\"content\":\"b\",\"stop\":false,\"tokens_predicted\":2,\"tokens_eval";

        assertThat(read(EVENTS, stream)).isEqualTo(new Usage(3, null, 2, null));
    }

    @Test
    void anAnswerThatIsNoJsonOrCompressedSaysNothing() {
        String json = "{\"usage\":{\"prompt_tokens\":8}}";

        assertThat(read("text/plain", json)).isEqualTo(Usage.NONE);
        var zipped = UsageReader.of(JSON, "gzip");
        zipped.feed(Buffer.buffer(json));
        assertThat(zipped.usage()).isEqualTo(Usage.NONE);
        assertThat(read(JSON, "}}]]\"{{{{{{{{{{{[1,2")).isEqualTo(Usage.NONE);
    }

    private static Arguments golden(String name, Usage expected) {
        return Arguments.of(name, expected);
    }

    private static String type(String name) {
        return Golden.text("llama-server-0.7.0/" + name + ".txt").contains(EVENTS) ? EVENTS : JSON;
    }

    private static byte[] body(String name) {
        String text = Golden.text("llama-server-0.7.0/" + name + ".txt");
        return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(UTF_8);
    }

    private static Usage read(String type, String body) {
        return read(type, body.getBytes(UTF_8));
    }

    private static Usage read(String type, byte[]... pieces) {
        var reader = UsageReader.of(type, null);
        for (byte[] piece : pieces) reader.feed(Buffer.buffer(piece));
        return reader.usage();
    }

    private static byte[][] cut(byte[] body, Random random) {
        int[] cuts = random.ints(1 + random.nextInt(20), 0, body.length + 1).sorted().toArray();
        byte[][] pieces = new byte[cuts.length + 1][];
        int from = 0;
        for (int i = 0; i < cuts.length; i++) {
            pieces[i] = Arrays.copyOfRange(body, from, cuts[i]);
            from = cuts[i];
        }
        pieces[cuts.length] = Arrays.copyOfRange(body, from, body.length);
        return pieces;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
