package dev.recua.supervisor.engine.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A place that engines come from.
public interface EngineSource {
    /// The name for a person.
    String name();

    /// Asks whether this source has what is wanted; downloads nothing large.
    ///
    /// @throws InterruptedException when the caller should stop
    Offer offer(InstallRequest request, Consumer<InstallProgress> progress)
            throws InterruptedException;

    /// What a source can give.
    sealed interface Offer {
        /// It has it.
        ///
        /// @param version  under which it will be installed; empty: the version that the binary
        ///     tells, which must
        ///                 then be the one that was asked for
        /// @param unpacker fetches it
        record Ready(Optional<String> version, Unpacker unpacker) implements Offer {}

        /// It has not, or cannot be reached.
        ///
        /// @param reason for a person
        record None(String reason) implements Offer {}

        /// It answered, and has no such version.
        ///
        /// @param there versions that it has, the newest first; empty when it does not tell
        record NoSuchVersion(String reason, List<String> there) implements Offer {
            public NoSuchVersion {
                there = List.copyOf(there);
            }
        }
    }

    /// Fetches, verifies and unpacks.
    @FunctionalInterface
    interface Unpacker {
        /// Puts the engine into `folder`, from where it may be moved as a whole.
        ///
        /// @throws IOException with a message for a person, when it cannot be fetched, verified or
        ///     written
        /// @throws InterruptedException when the caller should stop
        Unpacked into(Path folder, Consumer<InstallProgress> progress)
                throws IOException, InterruptedException;
    }

    /// An engine in a work folder.
    ///
    /// @param binary  what to start
    /// @param program the llama-server program itself, when `binary` is a script around it; else
    ///     the same
    /// @param source  where it came from, for the manifest
    record Unpacked(Path binary, Path program, String source) {}
}
