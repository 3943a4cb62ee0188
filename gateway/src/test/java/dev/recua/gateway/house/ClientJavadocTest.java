package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DocumentationTool;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Javadoc of `client` builds without a warning: every link leads somewhere, every tag names
/// what is there, and the Markdown is well formed. That each parameter has a tag of its own is not
/// asked for: CONVENTIONS.md wants a doc only where the name does not say it all.
class ClientJavadocTest {
    @Test
    void itBuildsWithoutAWarning(@TempDir Path folder) throws IOException {
        DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
        var said = new StringWriter();
        try (var files = javadoc.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of(
                            "-Xdoclint:all,-missing",
                            "-Xmaxwarns",
                            "1000",
                            "-quiet",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-d",
                            folder.toString());
            boolean done =
                    javadoc.getTask(
                                    said,
                                    files,
                                    null,
                                    null,
                                    options,
                                    files.getJavaFileObjectsFromPaths(sources()))
                            .call();

            assertThat(said.toString()).isEmpty();
            assertThat(done).isTrue();
        }
    }

    private static List<Path> sources() {
        Path root = Repository.root().resolve("client/src/main/java");
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(it -> it.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
