package dev.recua.models.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Where a change matters that the folder of a link does not show: the folders of everything that
/// links lead to, hop by hop. For one thread.
final class Links {
    /// More than any system follows.
    private static final int HOPS = 40;

    private final Set<Path> directories = new HashSet<>();
    private final Set<Path> missing = new HashSet<>();

    /// Adds what lies behind `file`; a file that is no link adds nothing.
    void follow(Path file) {
        Path at = file;
        try {
            for (int hop = 0; hop < HOPS && Files.isSymbolicLink(at); hop++) {
                Path target = FolderWalk.parent(at).resolve(Files.readSymbolicLink(at));
                Path folder = FolderWalk.parent(target);
                if (!Files.isDirectory(folder)) {
                    missing.add(folder);
                    return;
                }
                directories.add(folder.toRealPath());
                at = target;
            }
        } catch (IOException e) {
            // It changed under our hands, or may not be read: the scan says so of the file itself.
        }
    }

    /// Folders in which a change may matter, by their real path.
    Set<Path> directories() {
        return directories;
    }

    /// Folders that are not there, but may come: a disk that is not mounted.
    Set<Path> missing() {
        return missing;
    }
}
