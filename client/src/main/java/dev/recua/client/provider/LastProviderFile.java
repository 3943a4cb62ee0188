package dev.recua.client.provider;

import dev.recua.client.config.ProviderType;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The last provider in a file: its wire name on one line. Written beside and moved into place, so
/// that a reader sees the old name or the new one; only the user may read it. Any thread and any
/// process.
public final class LastProviderFile implements LastProvider {
    private static final System.Logger LOG = System.getLogger(LastProviderFile.class.getName());

    private final Path file;

    /// @param file `dev.recua.client.config.ClientFiles` knows the usual one; its folder is made
    public LastProviderFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public Optional<ProviderType> read() {
        try {
            return ProviderType.named(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty(); // nothing chosen yet, or nothing that can be read
        }
    }

    @Override
    public void remember(ProviderType provider) {
        try {
            write(provider.wire() + "\n");
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the chosen provider is not remembered: {0} cannot be written ({1})",
                    file,
                    e.getMessage());
        }
    }

    private void write(String line) throws IOException {
        Path folder = Files.createDirectories(folder());
        Path beside = Files.createTempFile(folder, "last-provider", ".tmp", ownerOnly());
        try {
            Files.writeString(beside, line);
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private Path folder() {
        Path parent = file.getParent();
        if (parent == null) throw new IllegalStateException(file + " is in no folder");
        return parent;
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
