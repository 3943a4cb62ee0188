package dev.recua.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeEventsTest {
    private final WholeEvents events = new WholeEvents();

    @Test
    void wholeEventsPassAtOnceAndUncopied() {
        Buffer piece = Buffer.buffer("data: 1\n\n:\n\nevent: e\ndata: 2\n\n");

        assertThat(events.take(piece)).isSameAs(piece);
        assertThat(events.rest().length()).isZero();
    }

    @Test
    void theHalfOfAnEventWaitsForTheOther() {
        assertThat(take("data: 1\n\ndata: {\"tex")).isEqualTo("data: 1\n\n");
        assertThat(take("t\": 2}\n")).isEmpty();
        assertThat(take("\ndata: 3")).isEqualTo("data: {\"text\": 2}\n\n");
        assertThat(events.rest().toString()).isEqualTo("data: 3");
        assertThat(events.rest().length()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void eachKindOfLineEndEndsAnEvent(String end) {
        assertThat(take("data: 1" + end + end + "data: 2" + end)).isEqualTo("data: 1" + end + end);
    }

    @Test
    void anEventThatIsLargerThanTheLimitIsNotHeldBack() {
        String large = "data: " + "x".repeat(WholeEvents.LIMIT);

        assertThat(take(large)).isEqualTo(large);
    }

    @Test
    void whateverThePiecesAreNothingIsLostAndEachPassageEndsWithAnEvent() {
        for (long seed = 1; seed <= 500; seed++) {
            var random = new Random(seed);
            String stream = stream(random);
            var passed = new StringBuilder();
            var whole = new WholeEvents();
            for (String piece : pieces(stream, random)) {
                String now = whole.take(Buffer.buffer(piece)).toString();
                assertThat(now).as("seed %d", seed).matches("(?s)|\n|.*(\n\n|\r\r|\r\n\r\n?)");
                passed.append(now);
            }
            assertThat(passed + whole.rest().toString()).as("seed %d", seed).isEqualTo(stream);
        }
    }

    private String take(String piece) {
        return events.take(Buffer.buffer(piece)).toString(UTF_8);
    }

    private static String stream(Random random) {
        String end = List.of("\n", "\r", "\r\n").get(random.nextInt(3));
        var stream = new StringBuilder();
        for (int events = random.nextInt(8); events > 0; events--) {
            if (random.nextBoolean()) stream.append("event: e").append(end);
            stream.append("data: ").append("y".repeat(random.nextInt(20))).append(end).append(end);
        }
        return stream.append("z".repeat(random.nextInt(5))).toString();
    }

    private static List<String> pieces(String stream, Random random) {
        var pieces = new ArrayList<String>();
        for (int at = 0; at < stream.length(); ) {
            int end = Math.min(stream.length(), at + 1 + random.nextInt(9));
            pieces.add(stream.substring(at, end));
            at = end;
        }
        return pieces;
    }
}
