package dev.recua.supervisor.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for one server that has no home: readable for its user alone, deleted at its end.
///
/// @param root in the folder for temporary files
public record WorkFolder(Path root) {
    private static final Logger LOG = System.getLogger(WorkFolder.class.getName());

    private static final String PREFIX = "recua-llama-server-";

    /// Makes one. What programs left that were killed is deleted first; see `LeftFolders`.
    public static WorkFolder make() throws IOException {
        return in(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// Makes one in this folder.
    static WorkFolder in(Path folder) throws IOException {
        var made = new WorkFolder(Files.createTempDirectory(folder, PREFIX));
        LeftFolders left = new LeftFolders(folder, PREFIX);
        left.sweep(Files.getOwner(made.root));
        left.own(made);
        return made;
    }

    /// Where it would look for a configuration of the user: empty.
    public Path config() {
        return root.resolve("config");
    }

    /// Where it is noted while it lives.
    public Path run() {
        return root.resolve("run");
    }

    void delete() {
        try {
            List<Path> deepestFirst;
            try (Stream<Path> all = Files.walk(root)) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) Files.deleteIfExists(path);
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.log(Level.WARNING, "work folder of an ended server stays path=" + root, e);
        }
    }
}
