package dev.recua.supervisor.engine.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The programs and keys of a Debian-like system that an install needs.
///
/// @param keyring Debian's archive keys, by which apt knows a genuine mirror
record DebianTools(Path aptGet, Path aptCache, Path dpkgDeb, Path keyring) {
    /// Where Debian's package `debian-archive-keyring` puts them.
    static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

    /// Looks for the programs in `folders`; empty when one is missing.
    static Optional<DebianTools> find(List<Path> folders, Path keyring) {
        Optional<Path> aptGet = program(folders, "apt-get");
        Optional<Path> aptCache = program(folders, "apt-cache");
        Optional<Path> dpkgDeb = program(folders, "dpkg-deb");
        if (aptGet.isEmpty() || aptCache.isEmpty() || dpkgDeb.isEmpty()) return Optional.empty();
        return Optional.of(new DebianTools(aptGet.get(), aptCache.get(), dpkgDeb.get(), keyring));
    }

    private static Optional<Path> program(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
