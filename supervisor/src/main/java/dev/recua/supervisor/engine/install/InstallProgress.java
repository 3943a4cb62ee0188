package dev.recua.supervisor.engine.install;

/// A moment of an install, for a person who waits.
///
/// @param phase what is being done
/// @param what  on what, such as a file name; never blank
/// @param bytes done so far in this phase; 0 where bytes do not count
/// @param total bytes in all; -1 when unknown
public record InstallProgress(Phase phase, String what, long bytes, long total) {
    /// The steps, in the order in which they come; a second source begins anew at RESOLVING.
    public enum Phase {
        /// Another process or thread installs; we wait for it.
        WAITING,
        /// Asking which file is right.
        RESOLVING,
        DOWNLOADING,
        /// Comparing the checksum.
        VERIFYING,
        UNPACKING,
        /// Starting the new binary once, to see that it runs here.
        PROBING,
        DONE
    }

    /// A step whose bytes do not count.
    public static InstallProgress of(Phase phase, String what) {
        return new InstallProgress(phase, what, 0, -1);
    }
}
