package dev.recua.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What lies below a folder, to see whether anybody has touched it.
final class FolderListing {
    private FolderListing() {}

    /// Every file and folder with size and time of its last change, sorted.
    static List<String> of(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted().map(path -> line(folder, path)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Path folder, Path path) {
        try {
            long size = Files.isDirectory(path) ? 0 : Files.size(path);
            return "%s %d %s"
                    .formatted(folder.relativize(path), size, Files.getLastModifiedTime(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
