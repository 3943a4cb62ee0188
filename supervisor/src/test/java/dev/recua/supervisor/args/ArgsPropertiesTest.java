package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.Captured;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.Flag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for all words, tried on words made by chance: options of any build in any spelling,
/// with values of any form, for binaries that know any part of the options.
class ArgsPropertiesTest {
    private static final int ROUNDS = 600;
    private static final String SECRET = "s3cret";

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void onlyOptionsThatThisServerKnowsAreSaidWithTheirNumberOfValues(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            EngineFlags flags = flags(random);
            List<String> words = words(random);
            Spoken spoken = Dialect.of(flags).speak(words);
            if (!spoken.problems().isEmpty()) continue;
            assertUnderstood(spoken.args(), flags, "seed %d round %d %s", seed, round, words);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void whatAServerWasToldIsSaidToItAgainWithoutAnyChange(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Dialect dialect = Dialect.of(flags(random));
            Spoken once = dialect.speak(words(random));
            if (!once.problems().isEmpty()) continue;
            Spoken twice = dialect.speak(once.args());
            assertThat(twice.args()).as("seed %d round %d", seed, round).isEqualTo(once.args());
            assertThat(twice.translations()).isEmpty();
            assertThat(twice.problems()).isEmpty();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33})
    void noSecretIsAnArgumentOrShown(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Spoken spoken = Dialect.of(flags(random)).speak(words(random));
            assertThat(spoken.args()).doesNotContain(SECRET);
            assertThat(spoken.toString()).as("seed %d", seed).doesNotContain(SECRET);
            assertThat(spoken.message()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43})
    void aLineForAShellComesBackAsTheSameWords(long seed) {
        var random = new Random(seed);
        String letters = "ab'\"\\ $`\t\n-=é*;#,:{}";
        for (int round = 0; round < ROUNDS; round++) {
            List<String> words = new ArrayList<>();
            for (int w = random.nextInt(6); w > 0; w--) {
                var word = new StringBuilder();
                for (int i = random.nextInt(8); i > 0; i--) {
                    word.append(letters.charAt(random.nextInt(letters.length())));
                }
                words.add(word.toString());
            }
            assertThat(ShellWords.split(ShellWords.join(words)))
                    .as("seed %d", seed)
                    .isEqualTo(new ShellWords.Words(words));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {51, 52, 53})
    void theWordsOfTheUserComeLastAndOursOfTheSameOptionAreGone(long seed) {
        var random = new Random(seed);
        EngineFlags flags = Captured.facts().flags();
        int built = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> theirs = words(random);
            ServerSpec spec =
                    ServerSpec.builder(Path.of("/m.gguf"), "m", 1)
                            .contextSize(1 + random.nextInt(9000))
                            .parallel(1 + random.nextInt(4))
                            .extraArgs(theirs)
                            .build();
            if (!(ServerArgs.of(spec, flags) instanceof ServerArgs.Built args)) continue;
            built++;
            List<String> said = Dialect.of(flags).speak(theirs).args();
            int ours = args.args().size() - said.size();
            assertThat(args.args().subList(ours, args.args().size())).isEqualTo(said);
            List<Flag> used = used(said, flags);
            assertThat(used(args.args().subList(0, ours), flags))
                    .as("seed %d round %d %s", seed, round, theirs)
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(used.isEmpty() ? List.of(NONE) : used);
        }
        assertThat(built).isGreaterThan(50);
    }

    private static final Flag NONE = new Flag(List.of("--none"), 0);

    private static void assertUnderstood(
            List<String> args, EngineFlags flags, String what, Object... details) {
        int at = 0;
        while (at < args.size()) {
            var flag = flags.find(args.get(at));
            assertThat(flag).as(what, details).isPresent();
            at += 1 + flag.orElseThrow().values();
        }
        assertThat(at).as(what, details).isEqualTo(args.size());
    }

    private static List<Flag> used(List<String> args, EngineFlags flags) {
        List<Flag> used = new ArrayList<>();
        int at = 0;
        while (at < args.size()) {
            Flag flag = flags.find(args.get(at)).orElseThrow();
            used.add(flag);
            at += 1 + flag.values();
        }
        return used;
    }

    /// Options of 0.7.0 or of October 2024, some of them missing.
    private static EngineFlags flags(Random random) {
        String help = random.nextBoolean() ? Captured.HELP : Resource.text("help-2024-10.txt");
        int missing = random.nextInt(4);
        return new EngineFlags(
                EngineFlags.parse(help).flags().stream()
                        .filter(flag -> random.nextInt(10) >= missing)
                        .toList());
    }

    private static List<String> words(Random random) {
        List<Option> options = Options.LLAMA_SERVER.all();
        List<String> values =
                List.of("on", "off", "auto", "1", "-1", "0.5", "a b", "x.gguf:0.5", "none", "dio");
        List<String> words = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            Option option = options.get(random.nextInt(options.size()));
            List<String> spellings = option.spellings();
            String word = spellings.get(random.nextInt(spellings.size()));
            boolean under = random.nextInt(5) == 0 && word.startsWith("--");
            words.add(under ? "--" + word.substring(2).replace('-', '_') : word);
            for (int v = option.kind().values(); v > 0; v--) {
                if (option.formerOff().contains(word)) break;
                boolean secret = option.kind() instanceof Kind.Secret;
                words.add(secret ? SECRET : values.get(random.nextInt(values.size())));
            }
        }
        return words;
    }
}
