package dev.recua.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.config.Key.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The table of keys against the reference page and against itself.
class KeysTest {
    @Test
    void theReferencePageHasExactlyTheRowsOfTheTable() throws IOException {
        var written =
                Files.readAllLines(page()).stream()
                        .dropWhile(line -> !line.equals("## All keys"))
                        .filter(line -> line.startsWith("| `"))
                        .toList();

        assertThat(written).containsExactlyElementsOf(rows());
    }

    @Test
    void everyPathAndEveryVariableIsUnique() {
        assertThat(Keys.all()).extracting(Key::path).doesNotHaveDuplicates();
        assertThat(Keys.all().stream().flatMap(key -> key.variable().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void variablesAreNamedAfterThePath() {
        assertThat(Keys.find("memory.max-models").flatMap(Key::variable))
                .contains("RECUA_MEMORY_MAX_MODELS");
        assertThat(Keys.find("engine.path").flatMap(Key::variable)).isEmpty();
        assertThat(Keys.find("models.*.context").flatMap(Key::variable)).isEmpty();
        assertThat(Keys.find("allowed-hosts").flatMap(Key::variable)).isEmpty();
    }

    @Test
    void everyDefaultOfTheTableStandsInTheGoldenFileOfDefaults() {
        String golden = Fixture.resource("defaults.yaml");
        for (Key key : Keys.all()) {
            if (key.stage() == Stage.RESERVED || key.path().contains("*")) continue;
            String name = key.path().substring(key.path().lastIndexOf('.') + 1);
            assertThat(golden).contains(name + ": " + key.standard());
        }
    }

    private static List<String> rows() {
        return Keys.all().stream().map(KeysTest::row).toList();
    }

    private static String row(Key key) {
        if (key.stage() == Stage.RESERVED)
            return "| `%s` | %s |".formatted(key.path(), key.kind().label());
        return "| `%s` | %s | `%s` | %s | %s | %s |"
                .formatted(
                        key.path(),
                        key.kind().label(),
                        key.standard(),
                        key.variable().map(name -> "`" + name + "`").orElse("–"),
                        key.stage() == Stage.EFFECTIVE ? "yes" : "not yet",
                        key.effect());
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/reference/config.md"))) {
            folder =
                    Objects.requireNonNull(
                            folder.getParent(), "docs/reference/config.md is nowhere above");
        }
        return folder.resolve("docs/reference/config.md");
    }
}
