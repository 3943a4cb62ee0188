package dev.recua.models.catalogue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lists the GGUF files of folders. What cannot be read is reported and left out, never fatal.
/// For one thread.
final class FolderWalk {
    private static final int DEPTH = 10;
    private static final String REPO_PREFIX = "models--";

    /// A GGUF file where it lies.
    ///
    /// @param scope the folder whose projectors may belong to it: its own, or the whole snapshot
    ///     on the hub
    record Located(Path path, Source source, Optional<String> repo, Path scope) {

        /// The same place, with the repository of `other` when it has none.
        Located orRepoOf(Located other) {
            return new Located(path, source, repo.or(other::repo), scope);
        }
    }

    private final List<Located> files = new ArrayList<>();
    private final Set<Path> directories = new HashSet<>();
    private final Set<Path> missing = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    void walk(Folder folder) {
        if (!exists(folder)) {
            return;
        }
        int before = files.size();
        switch (folder.layout()) {
            case PLAIN -> plain(folder.path(), folder.source(), Optional.empty(), Optional.empty());
            case HUB -> hub(folder);
        }
        files.subList(before, files.size())
                .sort(Comparator.comparing(located -> located.path().toString()));
    }

    List<Located> files() {
        return files;
    }

    /// Every folder in which a change may matter.
    Set<Path> directories() {
        return directories;
    }

    /// Folders that are not there, but may come.
    Set<Path> missing() {
        return missing;
    }

    List<String> problems() {
        return problems;
    }

    private boolean exists(Folder folder) {
        Path path = folder.path();
        if (Files.isDirectory(path)) {
            return true;
        }
        if (folder.source() == Source.USER) {
            try {
                Files.createDirectories(path);
                return true;
            } catch (IOException e) {
                problems.add("cannot make the model folder %s: %s".formatted(path, reason(e)));
            }
        } else if (folder.source() == Source.CONFIG || folder.source() == Source.BUNDLED) {
            problems.add(
                    "the model folder %s %s"
                            .formatted(
                                    path, Files.exists(path) ? "is no folder" : "does not exist"));
        }
        missing.add(path);
        return false;
    }

    private void plain(Path root, Source source, Optional<String> repo, Optional<Path> scope) {
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            directories.add(folder);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (!attributes.isDirectory() && isGguf(file)) {
                                files.add(
                                        new Located(
                                                file,
                                                source,
                                                repo,
                                                scope.orElseGet(() -> parent(file))));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            if (!(e instanceof FileSystemLoopException)) {
                                problems.add("cannot read %s: %s".formatted(file, reason(e)));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path folder, @Nullable IOException e) {
                            if (e != null) {
                                problems.add(
                                        "cannot read all of %s: %s".formatted(folder, reason(e)));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            problems.add("cannot read the model folder %s: %s".formatted(root, reason(e)));
        }
    }

    private void hub(Folder folder) {
        directories.add(folder.path());
        for (Path repo : folders(folder.path())) {
            String name = name(repo);
            if (name.startsWith(REPO_PREFIX)) {
                directories.add(repo);
                String id = name.substring(REPO_PREFIX.length()).replaceFirst("--", "/");
                snapshots(repo, folder.source(), id);
            }
        }
    }

    /// The snapshot of `main` first; from others only what it does not have.
    private void snapshots(Path repo, Source source, String id) {
        Path snapshots = repo.resolve("snapshots");
        Path refs = repo.resolve("refs");
        if (Files.isDirectory(refs)) {
            directories.add(refs);
        }
        if (!Files.isDirectory(snapshots)) {
            return;
        }
        directories.add(snapshots);
        String main = commit(refs.resolve("main"));
        var order = new ArrayList<>(folders(snapshots));
        order.sort(
                Comparator.comparing((Path path) -> !name(path).equals(main))
                        .thenComparing(Path::toString));
        var seen = new HashSet<Path>();
        for (Path snapshot : order) {
            int before = files.size();
            plain(snapshot, source, Optional.of(id), Optional.of(snapshot));
            files.subList(before, files.size())
                    .removeIf(located -> !seen.add(snapshot.relativize(located.path())));
        }
    }

    private static String commit(Path ref) {
        try {
            return Files.isRegularFile(ref) && Files.size(ref) < 200
                    ? Files.readString(ref).strip()
                    : "";
        } catch (IOException e) {
            // Without the ref every snapshot is as good as the other.
            return "";
        }
    }

    private List<Path> folders(Path parent) {
        var folders = new ArrayList<Path>();
        try (DirectoryStream<Path> children =
                Files.newDirectoryStream(parent, Files::isDirectory)) {
            children.forEach(folders::add);
        } catch (IOException | DirectoryIteratorException e) {
            problems.add("cannot read the folder %s: %s".formatted(parent, reason(e)));
        }
        folders.sort(Comparator.comparing(Path::toString));
        return folders;
    }

    static boolean isGguf(Path file) {
        return name(file).toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /// What went wrong, without the path that the sentence around it already has.
    static String reason(Exception e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission";
            case NoSuchFileException gone -> "it does not exist";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
