package dev.recua.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What a scenario works with.
///
/// @param launcher `recua`, the packaged one
/// @param engine   a real llama-server
/// @param model    the bundled model's file
/// @param folder   for homes and everything else; deleted at the end
/// @param rounds   multiplies every scenario's number of rounds; 1 is a whole run, 0.1 a try
record Workbench(Path launcher, Path engine, Path model, Path folder, double rounds)
        implements AutoCloseable {
    /// How many rounds to do where `whole` are worth while.
    int rounds(int whole) {
        return Math.max(2, (int) Math.round(whole * rounds));
    }

    /// A new folder of that name.
    Path newFolder(String name) throws IOException {
        return Files.createTempDirectory(folder, name + "-");
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) Files.deleteIfExists(path);
    }
}
