package dev.recua.gateway.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/// Lets one gateway into a home. The operating system frees the lock when its holder dies, however
/// it dies; the file `run/gateway.lock` itself stays, deleting it would let two in.
public sealed interface HomeLock {
    /// We are in.
    final class Acquired implements HomeLock, AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        private Acquired(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }

        /// Lets the next one in. Closing twice does nothing.
        @Override
        public void close() throws IOException {
            if (!channel.isOpen()) return;
            try (channel) {
                lock.release();
            }
        }
    }

    /// Another gateway is in; nothing was touched.
    ///
    /// @param by what it wrote about itself; empty while it is still starting
    /// @param run the folder in question
    record Held(Optional<GatewayFile> by, Path run) implements HomeLock {
        /// For the user: who holds it and what to do.
        public String message() {
            String who =
                    by.map(other -> "pid " + other.pid() + " serves " + other.url())
                            .orElse("it is still starting");
            return "another gateway uses this home (%s, %s). Stop it first, or set RECUA_HOME to another folder."
                    .formatted(who, run);
        }
    }

    /// Tries to get in, without waiting.
    ///
    /// @param run an existing folder
    /// @throws IOException when the lock file cannot be opened
    static HomeLock acquire(Path run) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var channel =
                FileChannel.open(
                        run.resolve("gateway.lock"), options, PrivateFiles.fileRights(run));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // held by this very process: the same answer
        } finally {
            if (lock == null) channel.close();
        }
        return lock == null ? new Held(GatewayFile.read(run), run) : new Acquired(channel, lock);
    }
}
