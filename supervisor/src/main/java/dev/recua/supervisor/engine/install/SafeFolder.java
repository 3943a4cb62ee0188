package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A folder that an archive is unpacked into. Nothing an archive says can reach outside it:
///
/// - names are relative, without `..`, drive letters or backslashes
/// - symbolic links are made last, so that nothing is ever written through one, and lead to
///   relative names without
///   `..`, so that no chain of them leaves the folder
/// - at most 10,000 entries and 8 GiB
///
/// Used by one thread.
final class SafeFolder implements AutoCloseable {
    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_BYTES = 8L << 30;

    private final Path root;
    private final int maxEntries;
    private final long maxBytes;
    private final Map<Path, String> links = new LinkedHashMap<>();
    private int entries;
    private long bytes;

    SafeFolder(Path root) {
        this(root, MAX_ENTRIES, MAX_BYTES);
    }

    SafeFolder(Path root, int maxEntries, long maxBytes) {
        this.root = root;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    void folder(String name) throws IOException {
        count();
        Files.createDirectories(inside(name));
    }

    /// Writes a file; an entry that comes twice is refused.
    void file(String name, InputStream content, boolean executable) throws IOException {
        count();
        Path file = inside(name);
        Files.createDirectories(parent(file));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            copy(content, out);
        }
        if (executable) Folders.makeExecutable(file);
    }

    /// Notes a symbolic link for [#finish()].
    void link(String name, String target) throws IOException {
        count();
        requirePlain(target, "the link " + name + " leads to");
        links.put(inside(name), target);
    }

    /// Copies an earlier file: what a hard link in an archive means.
    void copyOf(String name, String earlier) throws IOException {
        count();
        Path source = inside(earlier);
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    "the archive links " + name + " to " + earlier + ", which it does not hold");
        }
        bytes += Files.size(source);
        requireRoom();
        Path file = inside(name);
        Files.createDirectories(parent(file));
        Files.copy(source, file);
    }

    /// Makes the links. To be called once, when everything else is written.
    void finish() throws IOException {
        for (Map.Entry<Path, String> link : links.entrySet()) {
            Files.createDirectories(parent(link.getKey()));
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
        links.clear();
    }

    /// Forgets links that were not made.
    @Override
    public void close() {
        links.clear();
    }

    private Path inside(String name) throws IOException {
        requirePlain(name, "the archive holds");
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root.normalize())) throw refused("the archive holds", name);
        return path;
    }

    private static void requirePlain(String name, String what) throws IOException {
        boolean climbs = Arrays.asList(name.split("/", -1)).contains("..");
        boolean foreign =
                name.indexOf('\\') >= 0 || name.indexOf(':') >= 0 || name.indexOf('\0') >= 0;
        if (name.isBlank() || name.startsWith("/") || climbs || foreign) throw refused(what, name);
        try {
            if (Path.of(name).isAbsolute()) throw refused(what, name);
        } catch (InvalidPathException e) {
            throw refused(what, name);
        }
    }

    private static IOException refused(String what, String name) {
        return new IOException(
                what + " \"" + name + "\", which is not inside its own folder; it was refused");
    }

    private Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null || file.equals(root.normalize()))
            throw refused("the archive holds", file.toString());
        return parent;
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes += n;
            requireRoom();
            out.write(buffer, 0, n);
        }
    }

    private void requireRoom() throws IOException {
        if (bytes > maxBytes)
            throw new IOException("the archive unpacks to more than " + maxBytes + " bytes");
    }

    private void count() throws IOException {
        if (++entries > maxEntries)
            throw new IOException("the archive has more than " + maxEntries + " entries");
    }
}
