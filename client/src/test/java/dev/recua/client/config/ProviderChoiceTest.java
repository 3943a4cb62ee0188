package dev.recua.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The provider that was chosen last, and where the files of clients are.
class ProviderChoiceTest {
    @TempDir private Path folder;

    @Test
    void aChoiceIsOneLineWithTheWireName() throws IOException {
        Path file = folder.resolve("state/last-provider");
        var choice = new ProviderChoice(file);

        assertThat(choice.read()).isEmpty();
        choice.write(ProviderType.OLLAMA);
        choice.write(ProviderType.OPENAI_COMPATIBLE);

        assertThat(file).content().isEqualTo("openai-compatible\n");
        assertThat(choice.read()).contains(ProviderType.OPENAI_COMPATIBLE);
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "gpt", "ollama\nopenrouter"})
    void whatIsNoProviderIsNoChoice(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("last-provider"), text);

        assertThat(new ProviderChoice(file).read()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, /home/me/.config/recua/client.json, /home/me/.local/state/recua/state/last-provider",
        "Mac OS X, /home/me/Library/Application Support/recua/client.json, /home/me/Library/Application Support/recua/state/last-provider",
        "Windows 11, /home/me/AppData/Local/recua/client.json, /home/me/AppData/Local/recua/state/last-provider",
    })
    void thePlatformSaysWhereTheFilesAre(String os, Path config, Path lastProvider) {
        assertThat(ClientFiles.of(Map.of(), os, Path.of("/home/me")))
                .isEqualTo(new ClientFiles(Path.of("/home/me"), config, lastProvider));
    }

    @Test
    void oneFolderMayHoldEverything() {
        var files =
                ClientFiles.of(Map.of("RECUA_HOME", "~/all", "HOME", "/h"), "Linux", Path.of("/x"));

        assertThat(files.config()).isEqualTo(Path.of("/h/all/client.json"));
        assertThat(files.lastProvider()).isEqualTo(Path.of("/h/all/state/last-provider"));
    }
}
