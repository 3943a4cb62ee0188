package dev.recua.gateway.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The checkout that the tests run in.
final class Repository {
    private Repository() {}

    /// Its root: the nearest folder above with ARCHITECTURE.md.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
            Path parent = folder.getParent();
            if (parent == null) throw new IllegalStateException("not inside the repository");
            folder = parent;
        }
        return folder;
    }

    /// Files with this ending, without build output and version control.
    static List<Path> files(String ending) {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(path -> path.getFileName().toString().endsWith(ending))
                    .filter(path -> !isOutput(root().relativize(path)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOutput(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.equals("target") || name.equals("node_modules") || name.equals(".git")) {
                return true;
            }
        }
        return false;
    }
}
