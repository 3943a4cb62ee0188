package dev.recua.gateway.config;

import static dev.recua.gateway.config.Fixture.config;
import static dev.recua.gateway.config.Fixture.errors;
import static dev.recua.gateway.config.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.home.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file itself: whether it is there, whether it is YAML.
class ConfigFileTest {
    @TempDir Path home;

    private ConfigResult load(Map<String, String> environment, Overrides overrides) {
        var folders = Folders.of(Map.of("RECUA_HOME", home.toString()), "Linux", home);
        return new ConfigLoader(environment, folders).load(overrides);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(home.resolve(name), bytes);
    }

    @Test
    void theDefaultFileMayBeMissing() {
        assertThat(config(load(Map.of(), Overrides.none()))).isEqualTo(GatewayConfig.defaults());
    }

    @Test
    void theDefaultFileIsReadAndPathsStartAtItsFolder() throws IOException {
        write("config.yaml", "folders: [here]\nmax-body: 1MiB\n".getBytes());

        assertThat(config(load(Map.of(), Overrides.none())).folders())
                .containsExactly(home.resolve("here"));
    }

    @Test
    void aFileThatWasNamedMustExist() {
        Path gone = home.resolve("gone.yaml");
        String expected =
                gone
                        + " does not exist. Name another file with --config or RECUA_CONFIG, or correct this one.";

        assertThat(errors(load(Map.of(), Overrides.none().withConfig(gone))))
                .containsExactly(expected);
        assertThat(errors(load(Map.of("RECUA_CONFIG", gone.toString()), Overrides.none())))
                .containsExactly(expected);
    }

    @Test
    void aVariableThatIsNoPathIsAProblem() {
        assertThat(errors(load(Map.of("RECUA_CONFIG", "a\0b"), Overrides.none())))
                .containsExactly("RECUA_CONFIG is no path. Name a file.");
    }

    @Test
    void theOptionNamesTheFileBeforeTheVariable() throws IOException {
        Path one = write("one.yaml", "bundled: false".getBytes());
        var environment = Map.of("RECUA_CONFIG", home.resolve("gone.yaml").toString());

        assertThat(config(load(environment, Overrides.none().withConfig(one))).bundled()).isFalse();
    }

    @Test
    void whatIsNoTextFileIsAProblem() throws IOException {
        Path folder = Files.createDirectory(home.resolve("folder"));
        Path latin = write("latin.yaml", new byte[] {'a', ':', ' ', (byte) 0xe9});
        Path huge = write("huge.yaml", new byte[ConfigFile.MAX_BYTES + 1]);

        assertThat(errors(load(Map.of(), Overrides.none().withConfig(folder))).getFirst())
                .startsWith(folder + " cannot be read: ");
        assertThat(errors(load(Map.of(), Overrides.none().withConfig(latin))))
                .containsExactly(latin + " is not UTF-8. Save it as UTF-8.");
        assertThat(errors(load(Map.of(), Overrides.none().withConfig(huge))).getFirst())
                .startsWith(huge + " is larger than 1 MiB");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: 1\n b: 2\n', 2, 3, mapping values are not allowed here",
        "'folders: [a, b\n', 2, 1, 'expected '','' or '']'', but got <stream end>'",
        "'listen: \"\\q\"', 1, 11, found unknown escape character q(113)",
        "'? [a]\n: b', 1, 4, a key must be a plain text"
    })
    void aSyntaxErrorHasItsLine(String yaml, int line, int column, String reason) {
        assertThat(errors(read(yaml)))
                .containsExactly(
                        "config.yaml:%d:%d is not valid YAML: %s. Correct the file there."
                                .formatted(line, column, reason));
    }

    @Test
    void onlyOneDocumentAndOnlyAMapIsAConfiguration() {
        assertThat(errors(read("bundled: true\n---\nbundled: false\n")))
                .containsExactly(
                        "config.yaml:3:1 has a second document. Remove everything from the second --- on.");
        assertThat(errors(read("- a\n")))
                .containsExactly(
                        "config.yaml:1:1 is a list, not a map of keys. Write lines such as listen: 127.0.0.1:8091.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "# nothing\n",
                "---\n",
                "\uFEFFbundled: true\n",
                "models:\nengine:\n"
            })
    void aFileThatSaysNothingIsFine(String yaml) {
        assertThat(config(read(yaml))).isEqualTo(GatewayConfig.defaults());
    }

    @Test
    void deepNestingIsAProblemNotACrash() {
        assertThat(errors(read("models: " + "[".repeat(5000) + "]".repeat(5000)))).isNotEmpty();
        assertThat(errors(read("groups: " + "{a: ".repeat(400) + "1" + "}".repeat(400))))
                .isNotEmpty();
    }

    @Test
    void anyMutationOfAFileGivesAConfigurationOrProblems() {
        long seed = 20260101L;
        var random = new Random(seed);
        var texts =
                new String[] {
                    Fixture.resource("everything.yaml"),
                    Fixture.resource("problems.yaml"),
                    Fixture.resource("defaults.yaml")
                };
        for (int round = 0; round < 6000; round++) {
            String text = mutate(texts[round % texts.length], random);
            ConfigResult result;
            try {
                result = read(text, Map.of("MY_KEY", "k"), Overrides.none());
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        "seed %d round %d threw for:%n%s".formatted(seed, round, text), e);
            }
            assertThat(result.problems())
                    .allSatisfy(problem -> assertThat(problem.render()).isNotBlank());
        }
    }

    private static String mutate(String text, Random random) {
        var result = new StringBuilder(text);
        for (int i = random.nextInt(1, 6); i > 0 && !result.isEmpty(); i--) {
            int at = random.nextInt(result.length());
            int end = Math.min(result.length(), at + random.nextInt(1, 12));
            switch (random.nextInt(6)) {
                case 0 -> result.delete(at, end);
                case 1 -> result.insert(at, result.substring(at, end));
                case 2 -> result.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 3 -> result.setCharAt(at, (char) random.nextInt(1, 0x250));
                case 4 -> result.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
                default -> result.setLength(at);
            }
        }
        return result.toString();
    }

    private static final String[] PIECES = {
        ": ",
        "\n",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "!!int ",
        "!x ",
        "|\n",
        ">\n",
        "'",
        "\"",
        "? ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "<<: ",
        "${",
        "${MY_KEY}",
        "$${",
        "null",
        "~",
        "\t",
        "0",
        "-1",
        "99999999999999999999",
        "never",
        "\u0000",
        "\uD800",
        "!!binary ",
        "!!set ",
        "#",
        ",",
        "auto",
        "@",
        "`"
    };
}
