package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/migration.md` tells a user to type does what it says, typed into bash as printed, one
/// after the other, with the example of the specification.
class MigrationPageIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String KEY = "your-openrouter-api-key-here";

    @TempDir private Path home;
    private Path work;
    private PackagedRecua recua;

    @BeforeEach
    void aFolderWithTheFileAndTheLauncher() throws IOException {
        work = Files.createDirectories(home.resolve("work"));
        Path example = Distribution.repository().resolve("examples/agents.config.example.json");
        Files.copy(example, work.resolve("agents.config.json"));
        Path launcher = work.resolve("recua");
        String script =
                "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(Distribution.folder().resolve("recua"));
        Files.writeString(launcher, script);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        recua = PackagedRecua.in(home);
    }

    @Test
    void theFourStepsWorkAsPrinted() throws IOException {
        List<ShellBlock> steps = ShellBlock.of("docs/migration.md");
        String before = Files.readString(work.resolve("agents.config.json"));
        Path client = recua.recuaHome().resolve("client.json");
        assertThat(steps).hasSize(5);

        assertThat(type(steps.get(0)))
                .contains("Would keep it as ", "\"apiKey\" : \"****\"")
                .doesNotContain(KEY);
        assertThat(client).doesNotExist();

        assertThat(type(steps.get(1))).contains("OpenRouter, OpenAI Compatible, llama.cpp");
        assertThat(work.resolve("agents.config.backup.json")).content().isEqualTo(before);
        assertThat(work.resolve("agents.config.json")).content().isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(client)))
                .isEqualTo("rw-------");

        assertThat(type(steps.get(2))).contains("OpenRouter is asked first: nobody chose another.");

        assertThat(type(steps.get(3))).contains("is asked first from now on.");
        assertThat(recua.recuaHome().resolve("state/last-provider"))
                .content()
                .isEqualTo("llama-cpp\n");

        assertThat(type(steps.get(4))).contains("is as it was before.", "Removed " + client);
        assertThat(client).doesNotExist();
        assertThat(work.resolve("agents.config.json")).content().isEqualTo(before);
    }

    private String type(ShellBlock block) {
        var bash =
                recua.processBuilder(List.of("bash", "-euo", "pipefail", "-c", block.commands()));
        bash.directory(work.toFile());
        Ended ended = Ended.of(bash, LIMIT).expect(0);
        assertThat(ended.out() + ended.err()).doesNotContain(KEY);
        return ended.out();
    }
}
