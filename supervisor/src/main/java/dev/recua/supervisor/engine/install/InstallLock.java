package dev.recua.supervisor.engine.install;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The right to install, held by one thread of one process at a time. The operating system gives it
/// back when
/// its holder dies. Close it to give it back.
final class InstallLock implements AutoCloseable {
    private static final String FILE = ".install.lock";

    private final FileChannel channel;
    private final FileLock lock;
    private final boolean waited;

    private InstallLock(FileChannel channel, FileLock lock, boolean waited) {
        this.channel = channel;
        this.lock = lock;
        this.waited = waited;
    }

    /// Takes the lock of the folder `engines/`, waiting for whoever has it.
    ///
    /// @param limit   how long to wait
    /// @param poll    how often to look
    /// @param onWait  told once, when somebody else has it
    /// @return empty when `limit` has passed
    static Optional<InstallLock> take(Path folder, Duration limit, Duration poll, Runnable onWait)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        InstallLock taken = null;
        try {
            taken = wait(channel, limit, poll, onWait);
            return Optional.ofNullable(taken);
        } finally {
            if (taken == null) channel.close();
        }
    }

    private static @Nullable InstallLock wait(
            FileChannel channel, Duration limit, Duration poll, Runnable onWait)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        boolean waited = false;
        while (true) {
            FileLock lock = tryLock(channel);
            if (lock != null) return new InstallLock(channel, lock, waited);
            if (System.nanoTime() - end >= 0) return null;
            if (!waited) onWait.run();
            waited = true;
            Thread.sleep(poll);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return null;
        }
    }

    /// True when somebody else had it first, and so may have installed what we want.
    boolean waited() {
        return waited;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        }
    }
}
