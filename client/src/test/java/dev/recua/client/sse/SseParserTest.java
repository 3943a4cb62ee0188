package dev.recua.client.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.testkit.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SseParserTest {
    private static final long SEED = 20_261_120L;

    /// Every rule at once: BOM, three kinds of line ends, comments, multi-line data, names, ids,
    /// characters of two, three and four bytes, a field without a colon, no final newline.
    private static final String HARD =
            "\uFEFFdata: first\n\n"
                    + ": ping\n\n:\n\n"
                    + "event: token\r\ndata: añejo €\r\ndata:  🦙 two spaces\r\n\r\n"
                    + "id: 7\rdata\rdata:x:y\r\r"
                    + "event: nothing\n\n"
                    + "ignored: yes\ndata: last";

    private static final List<SseEvent> HARD_EVENTS =
            List.of(
                    new SseEvent("message", "first", ""),
                    new SseEvent("token", "añejo €\n 🦙 two spaces", ""),
                    new SseEvent("message", "\nx:y", "7"),
                    new SseEvent("message", "last", "7"));

    @Test
    void everyRuleOfTheFormatHolds() {
        assertThat(parse(utf8(HARD))).isEqualTo(HARD_EVENTS);
    }

    @Test
    void everyPairOfCutsGivesTheSameEvents() {
        byte[] bytes = utf8(HARD);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                assertThat(parse(bytes, first, second))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(HARD_EVENTS);
            }
        }
    }

    @Test
    void aRealStreamGivesTheSameEventsWhereverItIsCut() throws IOException {
        byte[] bytes = capture();
        List<SseEvent> expected = parse(bytes);
        assertThat(expected).hasSize(16);
        assertThat(expected.getLast().data()).isEqualTo("[DONE]");

        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(parse(bytes, cut)).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void aRealStreamGivesTheSameEventsByteByByteAndWithEveryLineEnd() throws IOException {
        String text = new String(capture(), StandardCharsets.UTF_8);
        List<SseEvent> expected = parse(utf8(text));

        for (String lineEnd : List.of("\n", "\r", "\r\n")) {
            byte[] bytes = utf8(text.replace("\n", lineEnd));
            int[] everywhere = new int[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                everywhere[i] = i;
            }
            assertThat(parse(bytes, everywhere)).isEqualTo(expected);
        }
    }

    @Test
    void randomStreamsCutAtRandomGiveWhatWasWritten() {
        var random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            List<SseEvent> written = new ArrayList<>();
            byte[] bytes = utf8(randomStream(random, written));
            int[] cuts = random.ints(random.nextInt(8), 0, bytes.length + 1).sorted().toArray();
            assertThat(parse(bytes, cuts)).as("seed %d round %d", SEED, round).isEqualTo(written);
        }
    }

    @Test
    void anEventCutOffInItsMiddleIsGivenAsFarAsItCame() {
        assertThat(parse(utf8("data: [DONE]"))).containsExactly(event("[DONE]"));
        assertThat(parse(utf8("data: {\"a\":1"))).containsExactly(event("{\"a\":1"));
        assertThat(parse(utf8("event: x\n"))).isEmpty();
        assertThat(parse(new byte[0])).isEmpty();
    }

    @Test
    void theTimeToWaitBeforeAReconnectIsKept() {
        var parser = new SseParser();

        parser.feed(utf8("retry: 1500\nretry: soon\n\n"));

        assertThat(parser.retry()).contains(Duration.ofMillis(1500));
    }

    @Test
    void anEventOverTheLimitIsRefusedAndCommentsDoNotCount() {
        var parser = new SseParser(20);
        for (int i = 0; i < 100; i++) {
            assertThat(parser.feed(utf8(": still here\n"))).isEmpty();
        }
        assertThat(parser.feed(utf8("data: 0123456789\n\n"))).hasSize(1);

        assertThatThrownBy(() -> parser.feed(utf8("data: 0123\ndata: 0123456789\n")))
                .isInstanceOf(SseEventTooLarge.class)
                .hasMessageContaining("20 bytes");
    }

    private static String randomStream(Random random, List<SseEvent> written) {
        String[] words = {"", "a", "ñ", "€", "🦙", ":", "data: ", " ", "{\"x\":1}"};
        String[] lineEnds = {"\n", "\r", "\r\n"};
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            String end = lineEnds[random.nextInt(3)];
            List<String> lines = new ArrayList<>();
            for (int line = random.nextInt(3); line >= 0; line--) {
                lines.add(
                        words[random.nextInt(words.length)] + words[random.nextInt(words.length)]);
            }
            if (random.nextBoolean()) {
                text.append(":ping").append(end).append(end);
            }
            lines.forEach(line -> text.append("data: ").append(line).append(end));
            text.append(end);
            written.add(event(String.join("\n", lines)));
        }
        return text.toString();
    }

    private static SseEvent event(String data) {
        return new SseEvent("message", data, "");
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] capture() {
        return Golden.bytes("llama-server-0.7.0/chat-stream.raw");
    }
}
