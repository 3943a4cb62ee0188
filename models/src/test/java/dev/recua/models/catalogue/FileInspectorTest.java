package dev.recua.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.models.catalogue.FileInspector.Inspected;
import dev.recua.models.gguf.GgufReader;
import dev.recua.testkit.gguf.TinyGguf;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of a file that stays as it is.
final class FileInspectorTest {
    @TempDir Path folder;

    private final Deque<IOException> failures = new ArrayDeque<>();
    private final FileInspector inspector =
            new FileInspector(
                    file -> {
                        IOException failure = failures.poll();
                        if (failure != null) {
                            throw failure;
                        }
                        return GgufReader.read(file);
                    });

    @Test
    void aFileThatCouldNotBeReadIsReadAgainAlthoughItStaysAsItIs() {
        Path file = TinyGguf.chatModel(320).write(folder.resolve("yi-34b.gguf"));
        failures.addAll(
                List.of(
                        new AccessDeniedException(file.toString()),
                        new IOException("Input/output error")));

        assertThat(inspect(file).problem()).hasValue("cannot read it: no permission");
        assertThat(inspect(file).problem()).hasValue("cannot read it: Input/output error");
        assertThat(inspect(file).problem()).isEmpty();
    }

    @Test
    void whatTheFileItselfSaysIsReadOnce() throws IOException {
        Path whole = TinyGguf.chatModel(320).write(folder.resolve("yi-34b.gguf"));
        Path broken = Files.writeString(folder.resolve("phi-4.gguf"), "<html>not found</html>");

        for (int scan = 0; scan < 3; scan++) {
            inspector.startOver();
            inspector.inspect(whole);
            inspector.inspect(broken);
        }

        assertThat(inspector.read()).isEqualTo(2);
    }

    /// As a scan of its own.
    private Inspected inspect(Path file) {
        inspector.startOver();
        return inspector.inspect(file);
    }
}
