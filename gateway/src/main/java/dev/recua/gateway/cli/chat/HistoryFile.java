package dev.recua.gateway.cli.chat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The file that keeps what was typed, for the user alone: it holds questions.
final class HistoryFile {
    private static final Set<PosixFilePermission> OURS =
            PosixFilePermissions.fromString("rw-------");

    private HistoryFile() {}

    /// Makes the file if it is not there, and closes it to others if it was open to them.
    static void prepare(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        boolean knowsRights =
                folder != null
                        && Files.getFileStore(folder)
                                .supportsFileAttributeView(PosixFileAttributeView.class);
        try {
            Files.createFile(
                    file,
                    knowsRights
                            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OURS)}
                            : new FileAttribute<?>[0]);
        } catch (FileAlreadyExistsException e) {
            if (knowsRights && !Files.getPosixFilePermissions(file).equals(OURS)) {
                Files.setPosixFilePermissions(file, OURS);
            }
        }
    }
}
