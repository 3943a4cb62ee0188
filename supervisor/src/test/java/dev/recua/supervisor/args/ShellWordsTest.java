package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.args.ShellWords.Unfinished;
import dev.recua.supervisor.args.ShellWords.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of("   ", List.of()),
                Arguments.of("--temp 0.5", List.of("--temp", "0.5")),
                Arguments.of("  a\t b\nc ", List.of("a", "b", "c")),
                Arguments.of("'a b' c", List.of("a b", "c")),
                Arguments.of("\"a b\" c", List.of("a b", "c")),
                Arguments.of("a\\ b", List.of("a b")),
                Arguments.of("''", List.of("")),
                Arguments.of("a\"\"b", List.of("ab")),
                Arguments.of("x'y'\"z\"", List.of("xyz")),
                Arguments.of("'\\n'", List.of("\\n")),
                Arguments.of("\"\\n\"", List.of("\\n")),
                Arguments.of("\"\\\"\\\\\\$\\`\"", List.of("\"\\$`")),
                Arguments.of("'it'\\''s'", List.of("it's")),
                Arguments.of("$HOME *.gguf a;b # c", List.of("$HOME", "*.gguf", "a;b", "#", "c")),
                Arguments.of(
                        "--chat-template-kwargs '{\"enable_thinking\": false}'",
                        List.of("--chat-template-kwargs", "{\"enable_thinking\": false}")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineIsSplitAsAShellSplitsIt(String line, List<String> words) {
        assertThat(ShellWords.split(line)).isEqualTo(new Words(words));
    }

    @Test
    void anOpenQuoteIsToldWithItsPlace() {
        assertThat(ShellWords.split("a 'b c"))
                .isEqualTo(new Unfinished("a 'b c", "a ' is not closed", 2));
        assertThat(ShellWords.split("a \"b\\\""))
                .isEqualTo(new Unfinished("a \"b\\\"", "a \" is not closed", 2));
        assertThat(ShellWords.split("ab\\"))
                .isEqualTo(new Unfinished("ab\\", "nothing follows the \\", 2));
        assertThat(((Unfinished) ShellWords.split("a 'b c")).message())
                .isEqualTo("a ' is not closed at character 3 of: a 'b c");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whateverIsQuotedComesBack(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            List<String> words = words(random);
            String line = String.join(" ", words.stream().map(ShellWordsTest::quoted).toList());
            assertThat(ShellWords.split(line))
                    .as("seed %d, line %s", seed, line)
                    .isEqualTo(new Words(words));
        }
    }

    private static List<String> words(Random random) {
        String letters = "ab'\"\\ $`\t\n-=é";
        List<String> words = new ArrayList<>();
        for (int w = random.nextInt(5); w >= 0; w--) {
            var word = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--)
                word.append(letters.charAt(random.nextInt(letters.length())));
            words.add(word.toString());
        }
        return words;
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
