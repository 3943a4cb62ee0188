package dev.recua.client.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Writes files so that a reader sees the old one or the whole new one, also after a crash or on a
/// full disk, and nobody but the user can read them. Whoever asks for a new file never replaces
/// one.
class SafeFiles {
    /// Writes a new file.
    ///
    /// @throws FileAlreadyExistsException when something is there
    void create(Path target, byte[] bytes) throws IOException {
        Path part = part(target, bytes);
        try {
            put(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
        settle(target);
    }

    /// Writes a file, whether it is there or not.
    void replace(Path target, byte[] bytes) throws IOException {
        Path part = part(target, bytes);
        try {
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        settle(target);
    }

    /// Deletes a file, if it is there.
    void delete(Path target) throws IOException {
        Files.deleteIfExists(target);
        settle(target);
    }

    /// Writes all of it to the disk.
    void write(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) to.write(bytes);
        to.force(true);
    }

    private Path part(Path target, byte[] bytes) throws IOException {
        Path folder = folder(target);
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "." + target.getFileName(), ".part", rights());
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            write(channel, ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        return part;
    }

    /// A second name for the same file fails where the name is taken; a move would replace.
    private static void put(Path part, Path target) throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            Files.move(part, target);
        }
    }

    /// After a crash the folder has the new name, too. Some systems cannot do this to a folder;
    /// there
    /// the file is as safe as they make it.
    private static void settle(Path target) {
        try (FileChannel folder = FileChannel.open(folder(target), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            System.getLogger(SafeFiles.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot settle the folder of " + target, e);
        }
    }

    private static Path folder(Path target) {
        return Optional.ofNullable(target.toAbsolutePath().getParent())
                .orElseThrow(() -> new IllegalArgumentException(target + " is in no folder"));
    }

    private static FileAttribute<?>[] rights() {
        Set<String> known = FileSystems.getDefault().supportedFileAttributeViews();
        return known.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
