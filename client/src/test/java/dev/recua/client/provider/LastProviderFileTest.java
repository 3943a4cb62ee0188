package dev.recua.client.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ProviderType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastProviderFileTest {
    @TempDir Path folder;

    @Test
    void whatWasChosenIsReadBackAndLiesAloneInItsFolderForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("state/last-provider");
        var last = new LastProviderFile(file);

        last.remember(ProviderType.OLLAMA);
        last.remember(ProviderType.LLAMA_CPP);

        assertThat(new LastProviderFile(file).read()).contains(ProviderType.LLAMA_CPP);
        assertThat(file).hasContent("llama-cpp\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files.toList()).isEqualTo(List.of(file));
        }
    }

    @Test
    void withoutAFileOrWithAnUnknownWordNothingIsRemembered() throws IOException {
        Path file = folder.resolve("last-provider");
        assertThat(new LastProviderFile(file).read()).isEmpty();

        Files.writeString(file, "skynet\n");

        assertThat(new LastProviderFile(file).read()).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNoReasonToFail() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));

        new LastProviderFile(notAFolder.resolve("last-provider")).remember(ProviderType.OLLAMA);

        assertThat(notAFolder).isEmptyFile();
    }
}
