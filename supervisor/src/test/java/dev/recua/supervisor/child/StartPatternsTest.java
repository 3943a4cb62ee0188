package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each pattern with the lines of its own, in `start-failures/ID.txt`: what the engine of the
/// pattern's `seenIn` said, with other paths.
class StartPatternsTest {

    static Stream<StartPattern> patterns() {
        return StartDiagnosis.patterns().stream();
    }

    @Test
    void thereAreAtLeastTwentyFiveAndEachHasAnIdOfItsOwn() {
        assertThat(patterns().map(StartPattern::id))
                .hasSizeGreaterThanOrEqualTo(25)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void theLinesOfAFailureAreExplainedByItsOwnPattern(StartPattern pattern) {
        assertThat(StartDiagnosis.pattern(lines(pattern)).map(StartPattern::id))
                .contains(pattern.id());
    }

    /// The words of one failure must not be a cause of another: only what is said after nearly
    /// every failure, and the memory that the host lacks behind a cache, may match as well.
    @ParameterizedTest
    @MethodSource("patterns")
    void noOtherPatternThatIsMorePreciseExplainsThem(StartPattern pattern) {
        List<String> lines = lines(pattern);

        List<String> before =
                patterns()
                        .takeWhile(p -> !p.equals(pattern))
                        .filter(p -> lines.stream().anyMatch(p::matches))
                        .map(StartPattern::id)
                        .toList();

        assertThat(before).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void theMessageNamesTheModelTheLineAndTheNextStep(StartPattern pattern) {
        Exit exit =
                new Exit(
                        1,
                        false,
                        java.time.Instant.EPOCH,
                        java.time.Duration.ofMillis(24),
                        lines(pattern));

        StartFailure failure = StartDiagnosis.of("alpha", exit);

        assertThat(failure.cause()).isEqualTo(pattern.cause());
        assertThat(failure.next()).isEqualTo(pattern.next());
        assertThat(failure.message())
                .startsWith("alpha did not start: ")
                .endsWith(" (exit 1 after 24ms)")
                .containsPattern(pattern.line());
    }

    @Test
    void aDebuggerThatMissesALibraryIsNotTheEngine() {
        assertThat(
                        StartDiagnosis.pattern(
                                List.of(
                                        "gdb: error while loading shared libraries: libicudata.so.72: failed to map segment")))
                .isEmpty();
    }

    private static List<String> lines(StartPattern pattern) {
        String name = "/start-failures/" + pattern.id() + ".txt";
        try (InputStream in =
                Objects.requireNonNull(
                        StartPatternsTest.class.getResourceAsStream(name), "no fixture " + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Programs that embed this library have neither our options nor our configuration.
    @Test
    void whatToDoNextIsSaidInTheWordsOfLlamaServerAlone() {
        assertThat(StartDiagnosis.patterns())
                .extracting(StartPattern::next)
                .noneMatch(
                        next ->
                                next.matches(
                                        "(?s).*(--engine|RECUA_|Recua|`(args|env|context|file)`).*"));
    }
}
