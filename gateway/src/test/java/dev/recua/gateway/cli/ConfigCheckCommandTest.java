package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckCommandTest {
    private static final Path FILE = Path.of("config.yaml");

    @TempDir Path run;

    @Test
    void aValidFileIsSaidToBeValidWithItsWarnings() {
        var inMemory = new InMemory(run);
        inMemory.report =
                new ConfigCheck.Report(
                        FILE, true, List.of(), List.of("line 3: memory.budget has no effect yet"));

        Result result = inMemory.run("config", "check", "--config", "config.yaml");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "warning: line 3: memory.budget has no effect yet",
                        "config.yaml is valid.");
        assertThat(inMemory.checked).containsExactly(Optional.of(FILE));
    }

    @Test
    void everyProblemIsPrintedAndTheCodeSaysSo() {
        var inMemory = new InMemory(run);
        inMemory.report =
                new ConfigCheck.Report(
                        FILE,
                        true,
                        List.of("line 1: unknown key lisen; did you mean listen?", "line 2: bad"),
                        List.of());

        Result result = inMemory.run("config", "check");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.out().lines())
                .containsExactly(
                        "problem: line 1: unknown key lisen; did you mean listen?",
                        "problem: line 2: bad",
                        "config.yaml is not valid: 2 problems.");
        assertThat(inMemory.checked).containsExactly(Optional.empty());
    }

    @Test
    void withoutAFileTheDefaultsApply() {
        var inMemory = new InMemory(run);
        inMemory.report = new ConfigCheck.Report(FILE, false, List.of(), List.of());

        assertThat(inMemory.run("config", "check").out())
                .contains("There is no config.yaml; the defaults apply");
    }

    @Test
    void asJsonNothingIsLeftOut() {
        var inMemory = new InMemory(run);
        inMemory.report = new ConfigCheck.Report(FILE, true, List.of("p"), List.of("w"));

        Result result = inMemory.run("config", "check", "--json");

        assertThat(result.code()).isEqualTo(5);
        assertThat(WireJson.mapper().readTree(result.out()))
                .isEqualTo(
                        WireJson.mapper()
                                .readTree(
                                        """
                                        {"file":"config.yaml","exists":true,"valid":false,"problems":["p"],"warnings":["w"]}
                                        """));
    }
}
