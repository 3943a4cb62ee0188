package dev.recua.client.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The files beside another that keep what it was: `agents.config.backup.json`,
/// `agents.config.backup.2.json` and so on, without a gap.
///
/// @param path    of one of them
/// @param isThere whether it exists
record Numbered(Path file, String word, Path path, boolean isThere) {
    /// The first of them.
    static Numbered of(Path file, String word) {
        return at(file, word, 1);
    }

    /// The first that has these bytes, else the first that is free.
    Numbered holding(byte[] bytes) throws IOException {
        for (int number = 1; ; number++) {
            Numbered next = at(file, word, number);
            if (!next.isThere()) return next;
            if (Arrays.equals(Files.readAllBytes(next.path()), bytes)) return next;
        }
    }

    /// Those that are there, the last first.
    List<Path> all() {
        List<Path> all = new ArrayList<>();
        for (Numbered next = this; next.isThere(); next = at(file, word, all.size() + 1)) {
            all.addFirst(next.path());
        }
        return all;
    }

    private static Numbered at(Path file, String word, int number) {
        String name = file.toAbsolutePath().normalize().getFileName().toString();
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        String suffix = number == 1 ? "" : "." + number;
        Path path = file.resolveSibling(stem + "." + word + suffix + ".json");
        return new Numbered(file, word, path, Files.exists(path));
    }
}
