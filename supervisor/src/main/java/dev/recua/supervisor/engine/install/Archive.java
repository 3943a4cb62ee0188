package dev.recua.supervisor.engine.install;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Unpacks `.tar.gz` and `.zip` files into a folder, refusing whatever would land outside it
/// ([SafeFolder]).
final class Archive {
    private Archive() {}

    /// Unpacks `archive`, whose kind its name tells, into `folder`, which is made.
    ///
    /// @throws IOException when the archive is damaged or not to be trusted; `folder` then holds a
    ///     part of it
    static void unpack(Path archive, Path folder) throws IOException {
        Files.createDirectories(folder);
        String name = archive.getFileName().toString();
        try (var into = new SafeFolder(folder)) {
            if (name.endsWith(".zip")) {
                zip(archive, into);
            } else if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
                try (InputStream in =
                        new GZIPInputStream(
                                new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
                    new TarReader(in).unpack(into);
                }
            } else {
                throw new IOException(name + " is no .tar.gz and no .zip");
            }
            into.finish();
        } catch (ZipException | java.io.EOFException e) {
            throw new IOException(name + " is damaged: " + e.getMessage(), e);
        }
    }

    private static void zip(Path archive, SafeFolder into) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (entry.isDirectory()) {
                    into.folder(entry.getName());
                    continue;
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    into.file(entry.getName(), in, false);
                }
            }
        }
    }
}
