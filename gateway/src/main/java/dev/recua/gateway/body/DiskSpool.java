package dev.recua.gateway.body;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Temporary files in one folder, readable by the owner alone.
///
/// Where the platform allows it (POSIX) a file loses its name as soon as it is open: nobody else
/// can open it, and nothing is left behind however the gateway ends. Elsewhere it is deleted when
/// closed. The folder is made, private, when missing. Thread-safe.
public final class DiskSpool implements Spool {
    private final Path folder;
    private final boolean posix;

    /// @param folder the gateway's own `tmp/`
    public DiskSpool(Path folder) {
        this.folder = folder;
        this.posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public Place open() throws IOException {
        if (!Files.isDirectory(folder)) Files.createDirectories(folder, access("rwx------"));
        Path file = Files.createTempFile(folder, "body-", ".tmp", access("rw-------"));
        boolean opened = false;
        try {
            var place = new Open(channel(file));
            opened = true;
            return place;
        } finally {
            if (posix || !opened) Files.deleteIfExists(file);
        }
    }

    @Override
    public String where() {
        return folder.toString();
    }

    private FileChannel channel(Path file) throws IOException {
        return posix
                ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    private FileAttribute<?>[] access(String permissions) {
        if (!posix) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private record Open(FileChannel channel) implements Place {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) at += channel.write(bytes, at);
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            long at = position;
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) throw new EOFException("the spooled body ends at byte " + at);
                at += read;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
