package dev.recua.supervisor.engine;

import java.nio.file.Path;
import java.time.Instant;

/// An engine that we installed, as its manifest `engine.json` tells.
///
/// @param id          `<version>/<target>/<variant>`
/// @param build       llama.cpp's build number, 0 when unknown
/// @param source      where it came from, such as the address of a release file
/// @param binary      what to start; absolute, inside `folder`
/// @param program     the llama-server program itself: the binary, or what a wrapper script starts;
///     absolute, inside `folder`
/// @param sha256      of `program`, in hexadecimal
/// @param installedAt when it was put in place
/// @param folder      holds everything that belongs to it
public record InstalledEngine(
        EngineId id,
        int build,
        String source,
        Path binary,
        Path program,
        String sha256,
        Instant installedAt,
        Path folder) {
    public InstalledEngine {
        requireInside(folder, binary);
        requireInside(folder, program);
    }

    /// True when the user's words for a version mean this one: `0.7.0`, `v0.7.0`, `b11669`,
    /// `11669`.
    public boolean isVersion(String wanted) {
        return EngineFacts.means(wanted, id.version(), build);
    }

    private static void requireInside(Path folder, Path file) {
        if (!file.normalize().startsWith(folder.normalize())) {
            throw new IllegalArgumentException(file + " is not inside " + folder);
        }
    }
}
