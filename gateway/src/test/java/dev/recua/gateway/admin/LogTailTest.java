package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir private Path folder;

    @Test
    void aLogThatWasNeverWrittenHasNoLines() {
        assertThat(LogTail.of(folder.resolve("none.log"), 10)).isEmpty();
        assertThat(LogTail.text(folder.resolve("none.log"), 10)).isEmpty();
    }

    @Test
    void theLastLinesComeOldestFirst() throws IOException {
        Path log = write("a.log", "one\ntwo\nthree\n");

        assertThat(LogTail.of(log, 2)).containsExactly("two", "three");
        assertThat(LogTail.of(log, 3)).containsExactly("one", "two", "three");
        assertThat(LogTail.of(log, 9)).containsExactly("one", "two", "three");
    }

    @Test
    void aLineThatIsStillBeingWrittenIsALine() throws IOException {
        assertThat(LogTail.of(write("a.log", "one\ntwo"), 1)).containsExactly("two");
    }

    @Test
    void aLargeLogIsReadFromItsEnd() throws IOException {
        Path log = write("a.log", numbered(0, 400_000));

        assertThat(LogTail.of(log, 3)).containsExactly("line 399997", "line 399998", "line 399999");
        assertThat(LogTail.of(log, 10_000)).hasSize(10_000).startsWith("line 390000");
    }

    @Test
    void linesLongerThanTheLimitTogetherAreFewer() throws IOException {
        String line = "x".repeat(4096);
        Path log = write("a.log", (line + "\n").repeat(1_000));

        List<String> lines = LogTail.of(log, 1_000);

        assertThat(lines).hasSizeBetween(500, LogTail.MOST / 4096).allMatch(line::equals);
    }

    @Test
    void whatWasRotatedAwayAMomentAgoIsStillThere() throws IOException {
        write("a.log.1", "one\ntwo\nthree\n");
        Path log = write("a.log", "four\n");

        assertThat(LogTail.of(log, 3)).containsExactly("two", "three", "four");
    }

    @Test
    void theEndAsTextBeginsWithAWholeLine() throws IOException {
        Path log = write("a.log", "first line\nsecond line\nthird\n");

        assertThat(LogTail.text(log, 10)).isEqualTo("third\n");
        assertThat(LogTail.text(log, 1_000)).isEqualTo("first line\nsecond line\nthird\n");
    }

    private static String numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> "line " + n + "\n")
                .collect(Collectors.joining());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
