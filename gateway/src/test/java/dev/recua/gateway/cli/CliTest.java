package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.cli.InMemory.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    @TempDir Path run;

    @Test
    void exitCodesAreThoseOfTheContract() {
        assertThat(
                        Arrays.stream(ExitCode.values())
                                .collect(Collectors.toMap(Enum::name, ExitCode::code)))
                .containsEntry("DONE", 0)
                .containsEntry("FAILED", 1)
                .containsEntry("USAGE", 2)
                .containsEntry("NO_GATEWAY", 3)
                .containsEntry("NOT_FOUND", 4)
                .containsEntry("INVALID_CONFIG", 5)
                .containsEntry("NO_ENGINE", 6)
                .containsEntry("IN_USE", 7)
                .containsEntry("INTERRUPTED", 130)
                .hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({"--help,help", "serve --help,help-serve", "run --help,help-run", "ls -h,help-ls"})
    void helpReadsAsItsSnapshot(String command, String snapshot) throws IOException {
        Result result = new InMemory(run).run(command.split(" "));

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines(resource(snapshot + ".txt"));
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ps --help",
                "load --help",
                "unload --help",
                "stop --help",
                "logs --help",
                "version --help",
                "config --help",
                "config check --help"
            })
    void everyCommandHasHelp(String command) {
        Result result = new InMemory(run).run(command.split(" "));

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("Usage: recua " + command.replace(" --help", ""))
                .contains("--home=FOLDER", "--url=URL", "--json", "--help");
    }

    @Test
    void versionOptionPrintsTheVersionOfThisProgram() {
        assertThat(new InMemory(run).run("--version"))
                .isEqualTo(new Result(0, "recua 1.2.3" + System.lineSeparator(), ""));
    }

    @ParameterizedTest
    @CsvSource({
        "srve, recua has no command \"srve\"., Did you mean: serve?",
        "config chek, recua config has no command \"chek\"., Did you mean: check?",
        "serve --lisen=x, recua serve has no option --lisen=x., Did you mean: --listen?",
        "run m --temprature 0, recua run has no option --temprature., Did you mean: --temperature?",
    })
    void aWrongWordIsNamedWithTheNearestRightOnes(String command, String what, String nearest) {
        Result result = new InMemory(run).run(command.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(what, nearest, "--help");
    }

    @Test
    void aWordWithNothingNearGetsNoGuess() {
        Result result = new InMemory(run).run("frobnicate");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("frobnicate").doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "config", "run", "run m p --temperature hot", "run m p --max-tokens 0"})
    void aCommandThatCannotBeUnderstoodEndsWithUsage(String command) {
        Result result =
                new InMemory(run).run(command.isEmpty() ? new String[0] : command.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("recua: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    engine | ls, install, use, rm
                    config | check, migrate
                    provider | ls, use
                    """)
    void aCommandThatOnlyHoldsOthersSaysWhichThereAre(String command, String there) {
        Result result = new InMemory(run).run(command);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("recua " + command + " needs a command: " + there + ".", "--help");
    }

    @Test
    void anUnexpectedFailureIsOneLineWithoutStackTrace() {
        var inMemory = new InMemory(run);
        inMemory.runFolder = null;

        Result result = inMemory.run("ls");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains("NullPointerException", "RECUA_LOG_LEVEL=debug");
    }

    @Test
    void withDebugAFailureShowsWhereItCameFrom() {
        var inMemory = new InMemory(run);
        inMemory.runFolder = null;
        inMemory.env.put("RECUA_LOG_LEVEL", "debug");

        assertThat(inMemory.run("ls").err()).contains("at dev.recua.gateway.cli.LsCommand");
    }

    private static String resource(String name) throws IOException {
        try (var in = CliTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
