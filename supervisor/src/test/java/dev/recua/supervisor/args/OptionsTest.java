package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.Captured;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table against the captured `--help` of 0.7.0; against a running binary: `RealDialectIT`.
class OptionsTest {
    private static final EngineFlags FLAGS = Captured.facts().flags();
    private static final Options OPTIONS = Options.LLAMA_SERVER;

    @Test
    void everySpellingThatTheTableGivesFor070IsInItsHelpAsTheSameOption() {
        for (Option option : OPTIONS.all()) {
            var now = new TreeSet<>(option.on());
            now.addAll(option.off());
            if (option.isFormer()) {
                assertThat(option.spellings()).noneMatch(FLAGS::knows);
                continue;
            }
            var help = FLAGS.find(option.name());
            assertThat(help).as(option.name()).isPresent();
            assertThat(now).isEqualTo(new TreeSet<>(help.orElseThrow().spellings()));
            assertThat(option.kind().values())
                    .as(option.name())
                    .isEqualTo(help.orElseThrow().values());
        }
    }

    @Test
    void everyOptionOfTheHelpIsInTheTable() {
        List<String> missing = new ArrayList<>();
        for (Flag flag : FLAGS.flags()) {
            if (OPTIONS.find(flag.spellings().getFirst()).isEmpty()) {
                missing.addAll(flag.spellings());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(OPTIONS.all()).hasSizeGreaterThan(220);
    }

    @Test
    void formerSpellingsAreUnknownToday() {
        for (Option option : OPTIONS.all()) {
            assertThat(Stream.concat(option.formerOn().stream(), option.formerOff().stream()))
                    .noneMatch(FLAGS::knows);
        }
    }

    @Test
    void theWordsOfAChoiceAreThoseOfTheHelp() {
        for (Option option : OPTIONS.all()) {
            List<String> words =
                    switch (option.kind()) {
                        case Kind.OneOf one -> one.words();
                        case Kind.SomeOf some -> some.words();
                        case Kind.Toggle toggle -> toggle.words();
                        default -> List.of();
                    };
            String help = help(option);
            for (String word : words) assertThat(help).as(option.name()).contains(word);
        }
    }

    @Test
    void theTypedChoicesAreThoseOfTheTable() {
        assertThat(words("--flash-attn")).isEqualTo(words(Choice.FlashAttention.values()));
        assertThat(words("--load-mode")).isEqualTo(words(Choice.LoadMode.values()));
        assertThat(words("--cache-type-k")).isEqualTo(words(Choice.CacheType.values()));
        assertThat(words("--cache-type-v")).isEqualTo(words(Choice.CacheType.values()));
        assertThat(words("--split-mode")).isEqualTo(words(Choice.SplitMode.values()));
        assertThat(words("--rope-scaling")).isEqualTo(words(Choice.RopeScaling.values()));
        assertThat(words("--pooling")).isEqualTo(words(Choice.Pooling.values()));
        assertThat(words("--reasoning-format")).isEqualTo(words(Choice.ReasoningFormat.values()));
        assertThat(words("--spec-type")).isEqualTo(words(Choice.SpecType.values()));
    }

    @Test
    void anAliasAndAnUnderscoreFindTheSameOption() {
        assertThat(OPTIONS.find("-c")).isEqualTo(OPTIONS.find("--ctx_size")).isPresent();
        assertThat(OPTIONS.find("--no-webui")).isEqualTo(OPTIONS.find("--ui")).isPresent();
        assertThat(OPTIONS.find("--warp")).isEmpty();
        assertThat(OPTIONS.nearest("--ctx-sise")).contains("--ctx-size");
    }

    private static List<String> words(String option) {
        return switch (OPTIONS.find(option).orElseThrow().kind()) {
            case Kind.OneOf one -> one.words();
            case Kind.SomeOf some -> some.words();
            case Kind.Toggle toggle -> toggle.words();
            default -> List.of();
        };
    }

    private static List<String> words(Choice[] choices) {
        return Stream.of(choices).map(Choice::word).toList();
    }

    /// The lines of one option: its own, and those that begin with a blank after it.
    private static String help(Option option) {
        var lines = new StringBuilder();
        boolean inside = false;
        for (String line : Captured.HELP.lines().toList()) {
            if (!line.startsWith(" ")) {
                inside = EngineFlags.parse(line).knows(option.spellings().getFirst());
            }
            if (inside) lines.append(line).append('\n');
        }
        return lines.toString();
    }
}
