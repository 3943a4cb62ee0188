package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.Captured;
import dev.recua.supervisor.engine.EngineFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The golden files of the argument list; their `README.txt` says how they read.
class GoldenArgsTest {
    private static final EngineFlags OLD = EngineFlags.parse(Resource.text("help-2024-10.txt"));

    /// @param expected what follows the `$` line
    record Case(String file, String written, List<String> expected) {
        @Override
        public String toString() {
            return file + ": " + written;
        }
    }

    static Stream<Case> newWords() {
        return cases("golden-0.7.0.txt").stream();
    }

    static Stream<Case> oldWords() {
        return cases("golden-2024-10.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("newWords")
    void todaysServerIsTold(Case one) {
        assertThat(said(one, Captured.facts().flags())).isEqualTo(one.expected());
    }

    @ParameterizedTest
    @MethodSource("oldWords")
    void anOldServerIsTold(Case one) {
        assertThat(said(one, OLD)).isEqualTo(one.expected());
    }

    private static List<String> said(Case one, EngineFlags flags) {
        var words = (ShellWords.Words) ShellWords.split(one.written());
        Spoken spoken = Dialect.of(flags).speak(words.words());
        List<String> said = new ArrayList<>();
        said.add(("> " + ShellWords.join(spoken.args())).strip());
        new TreeMap<>(spoken.env()).forEach((name, value) -> said.add("= " + name + " " + value));
        spoken.translations().forEach(it -> said.add("~ " + it.message()));
        spoken.problems().forEach(it -> said.add("! " + it.message()));
        return said;
    }

    private static List<Case> cases(String file) {
        List<Case> cases = new ArrayList<>();
        for (String block : Resource.text(file).split("\n\\s*\n", -1)) {
            List<String> lines = block.lines().filter(it -> !it.startsWith("#")).toList();
            if (lines.isEmpty()) continue;
            String written = lines.getFirst().substring(2);
            cases.add(new Case(file, written, lines.subList(1, lines.size())));
        }
        return cases;
    }
}
