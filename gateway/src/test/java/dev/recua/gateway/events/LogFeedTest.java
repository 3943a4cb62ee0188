package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.LogLine;
import dev.recua.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFeedTest {
    private static final LogFilter ALL = new LogFilter(Optional.empty(), Optional.empty());

    private final LogFeed feed = new LogFeed(FakeClock.atNewYear());

    @Test
    void aReaderGetsEachLineOnceAndIsWokenForTheFirst() {
        var woken = new AtomicInteger();
        var reader = feed.read(ALL, woken::incrementAndGet);
        assertThat(reader.next()).isEmpty();

        feed.tell(line("info", "gateway", "one"));
        feed.tell(line("info", "a:1b", "two"));

        assertThat(woken).hasValue(1);
        assertThat(texts(reader)).containsExactly("one", "two");
        reader.close();
        feed.tell(line("info", "gateway", "three"));
        assertThat(texts(reader)).isEmpty();
        assertThat(feed.isRead()).isFalse();
    }

    @Test
    void aLineIsAnEventWithTheShapeOfALogLine() {
        var reader = feed.read(ALL, () -> {});
        feed.tell(new LogLine("2026-01-01T00:00:00Z", null, "a:1b", "x"));

        assertThat(reader.next())
                .contains(
                        "event: log\ndata: {\"at\":\"2026-01-01T00:00:00Z\",\"level\":null,"
                                + "\"source\":\"a:1b\",\"text\":\"x\"}\n\n");
    }

    @Test
    void aSlowReaderLosesTheOldestLinesAndIsToldHowMany() {
        var slow = feed.read(ALL, () -> {});
        IntStream.range(0, 600).forEach(i -> feed.tell(line("info", "gateway", "line " + i)));

        List<String> texts = texts(slow);

        assertThat(texts).hasSize(513);
        assertThat(texts.getFirst()).startsWith("88 lines were left out");
        assertThat(texts.get(1)).isEqualTo("line 88");
        assertThat(texts.getLast()).isEqualTo("line 599");
    }

    @ParameterizedTest
    @CsvSource({
        "debug, debug, true", "info, debug, false", "info, info, true", "info, , true",
        "warn, , false", "warn, error, true", "error, warn, false", ", debug, true",
    })
    void aLevelIsTheLeastOne(String wanted, String given, boolean comes) {
        var filter = new LogFilter(Optional.empty(), Optional.ofNullable(wanted));

        assertThat(filter.wants(new LogLine(null, given, "gateway", "x"))).isEqualTo(comes);
    }

    @Test
    void aSourceIsAskedForByName() {
        var filter = new LogFilter(Optional.of("a:1b"), Optional.empty());

        assertThat(filter.wants(line("info", "a:1b", "x"))).isTrue();
        assertThat(filter.wants(line("info", "gateway", "x"))).isFalse();
    }

    private static List<String> texts(Frames reader) {
        var texts = new ArrayList<String>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            String frame = next.get();
            texts.add(frame.substring(frame.indexOf("\"text\":\"") + 8, frame.lastIndexOf("\"}")));
        }
        return texts;
    }

    private static LogLine line(String level, String source, String text) {
        return new LogLine("2026-01-01T00:00:00Z", level, source, text);
    }
}
