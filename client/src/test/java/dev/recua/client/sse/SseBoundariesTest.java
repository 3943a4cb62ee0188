package dev.recua.client.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.testkit.Golden;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The network may cut a stream between any two bytes: every captured stream, and streams made of
/// everything that the format allows, give the same events at every cut.
class SseBoundariesTest {
    private static final long SEED = 20_261_120L;

    /// How many events each captured stream has, counted by hand (`data:` lines).
    @ParameterizedTest
    @CsvSource({
        "chat-stream.raw, 16",
        "chat-stream.txt, 16",
        "chat-stream-no-usage.txt, 7",
        "completions-stream.txt, 6",
        "completion-native-stream.txt, 4",
        "completion-native-many-stream.txt, 8",
        "anthropic-messages-stream.txt, 13",
        "responses-stream.txt, 16"
    })
    void aCapturedStreamGivesTheSameEventsAtEveryCutAndWithEveryLineEnd(String name, int count) {
        String text = body(name);
        List<SseEvent> expected = parse(utf8(text));
        assertThat(expected).hasSize(count);
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            assertSameAtEveryCut(name, utf8(text.replace("\n", lineEnd)), expected);
        }
    }

    @Test
    void aStreamOfEverythingThatTheFormatAllowsGivesWhatWasWrittenAtEveryCut() {
        var random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<SseEvent> written = new ArrayList<>();
            byte[] bytes = utf8(randomStream(random, written));
            assertSameAtEveryCut("seed " + SEED + " round " + round, bytes, written);
        }
    }

    /// Cut once at every place, and at all places at once.
    private static void assertSameAtEveryCut(String what, byte[] bytes, List<SseEvent> expected) {
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<SseEvent> events = parse(bytes, cut);
            if (!events.equals(expected)) {
                assertThat(events).as("%s, cut at %d", what, cut).isEqualTo(expected);
            }
        }
        int[] everywhere = IntStream.range(0, bytes.length).toArray();
        assertThat(parse(bytes, everywhere)).as("%s, byte by byte", what).isEqualTo(expected);
    }

    @Test
    void halfOfACharacterAtTheEndBecomesAReplacementCharacterAndNothingIsLostBeforeIt() {
        byte[] llama = utf8("data: a🦙");

        for (int missing = 1; missing <= 3; missing++) {
            List<SseEvent> events = parse(Arrays.copyOf(llama, llama.length - missing));
            assertThat(events).hasSize(1);
            assertThat(events.getFirst().data()).startsWith("a\uFFFD");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", ": ", "event: ", "id: ", "nobody knows: ", ""})
    void aLineThatNeverEndsIsRefusedBeforeItFillsTheMemory(String begin) {
        var parser = new SseParser(1_000);
        parser.feed(utf8(begin));
        byte[] more = utf8("x".repeat(100));

        assertThatCode(() -> feed(parser, more, 9)).doesNotThrowAnyException();
        assertThatThrownBy(() -> feed(parser, more, 2))
                .isInstanceOf(SseEventTooLarge.class)
                .hasMessageContaining("1000 bytes");
    }

    @Test
    void anEventOfManyLinesThatNeverEndsIsRefusedToo() {
        var parser = new SseParser(1_000);

        assertThatThrownBy(() -> feed(parser, utf8("data: x\n"), 200))
                .isInstanceOf(SseEventTooLarge.class);
        assertThatThrownBy(() -> feed(new SseParser(1_000), utf8("event: x\n"), 200))
                .isInstanceOf(SseEventTooLarge.class);
    }

    @Test
    void eventsWithinTheLimitMayComeWithoutEnd() {
        var parser = new SseParser(1_000);
        byte[] event = utf8(": ping\n\ndata: " + "x".repeat(900) + "\n\n");

        for (int i = 0; i < 10_000; i++) assertThat(parser.feed(event)).hasSize(1);
    }

    private static void feed(SseParser parser, byte[] bytes, int times) {
        for (int i = 0; i < times; i++) parser.feed(bytes);
    }

    /// A stream with a byte order mark or none, line ends of each kind, comments, names, ids,
    /// fields
    /// of no meaning, data of several lines, an error in its midst, with or without its last line
    /// end.
    private static String randomStream(Random random, List<SseEvent> written) {
        String[] words = {"", "a", "ñ", "€", "🦙", ":", "data: ", " ", "{\"x\":1}", "\uFEFF"};
        String[] ends = {"\n", "\r", "\r\n"};
        var text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
        String id = "";
        int events = 1 + random.nextInt(4);
        for (int i = 0; i < events; i++) {
            String end = ends[random.nextInt(3)];
            if (random.nextInt(3) == 0) text.append(": ping 🦙").append(end).append(end);
            String name = "message";
            if (random.nextInt(4) == 0) {
                name = "error";
                text.append("event:").append(name).append(end);
            }
            if (random.nextInt(4) == 0) {
                id = "7-" + i;
                text.append("id: ").append(id).append(end);
            }
            if (random.nextInt(4) == 0) text.append("meaning: none").append(end);
            List<String> lines = new ArrayList<>();
            for (int line = random.nextInt(3); line >= 0; line--) {
                lines.add(
                        words[random.nextInt(words.length)] + words[random.nextInt(words.length)]);
            }
            for (String line : lines) {
                // One space after the colon is not part of the value; a value that begins with one
                // needs it.
                String space = random.nextBoolean() || line.startsWith(" ") ? " " : "";
                text.append("data:").append(space).append(line).append(end);
            }
            written.add(new SseEvent(name, String.join("\n", lines), id));
            boolean last = i == events - 1;
            int left = last ? random.nextInt(3) : 0;
            if (left == 0) text.append(end);
            if (left == 2) text.setLength(text.length() - end.length());
        }
        return text.toString();
    }

    private static List<SseEvent> parse(byte[] bytes, int... cuts) {
        var parser = new SseParser();
        List<SseEvent> events = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            events.addAll(parser.feed(bytes, from, cut - from));
            from = cut;
        }
        events.addAll(parser.feed(bytes, from, bytes.length - from));
        parser.finish().ifPresent(events::add);
        return events;
    }

    /// The body of a capture: all of it, or what follows the head of the answer.
    private static String body(String name) {
        String text =
                new String(Golden.bytes("llama-server-0.7.0/" + name), StandardCharsets.UTF_8);
        if (!text.startsWith(">")) return text;
        String unix = text.replace("\r\n", "\n");
        return unix.substring(unix.indexOf("\n\n") + 2);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
