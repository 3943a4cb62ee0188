package dev.recua.supervisor.child;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A log file that never hurts who writes to it: lines wait in a bounded queue for one writer
/// (at most [#WAITING] of them and [#WAITING_CHARS] characters); what a slow or full disk cannot
/// take is dropped, counted, and the count is written once it takes lines again.
///
/// At [#ROTATE_AT] bytes the file becomes `<name>.1`, replacing the one before: at most twice
/// that size on disk.
final class LogFile implements AutoCloseable {

    static final long ROTATE_AT = 10L * 1024 * 1024;
    static final int WAITING = 16_384;
    static final long WAITING_CHARS = 8L * 1024 * 1024;

    private final BlockingQueue<Optional<String>> waiting = new LinkedBlockingQueue<>(WAITING);
    private final AtomicLong chars = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Optional<Path> path;
    private final long rotateAt;
    private volatile boolean closed;
    private long size;

    private LogFile(Optional<Path> path, long rotateAt) {
        this.path = path;
        this.rotateAt = rotateAt;
    }

    /// Starts the writer; with an empty path every line is let go.
    static LogFile open(Optional<Path> path) {
        return open(path, ROTATE_AT);
    }

    static LogFile open(Optional<Path> path, long rotateAt) {
        LogFile log = new LogFile(path, rotateAt);
        path.ifPresent(p -> Thread.ofVirtual().name("log-file").start(() -> log.write(p)));
        return log;
    }

    /// Never blocks.
    void write(String line) {
        if (path.isEmpty() || closed) return;
        if (chars.addAndGet(line.length()) > WAITING_CHARS || !waiting.offer(Optional.of(line))) {
            chars.addAndGet(-line.length());
            drop();
        }
    }

    /// Lines lost so far in all.
    long lost() {
        return lost.get();
    }

    private void drop() {
        dropped.incrementAndGet();
        lost.incrementAndGet();
    }

    /// Lines lost so far and not yet told in the file.
    long dropped() {
        return dropped.get();
    }

    /// What waits is still written; nothing after this is.
    @Override
    public void close() {
        closed = true;
        if (path.isEmpty()) return;
        while (!waiting.offer(Optional.empty())) waiting.poll();
    }

    private void write(Path to) {
        Optional<OutputStream> out = Optional.empty();
        try {
            for (Optional<String> line = waiting.take(); line.isPresent(); line = waiting.take()) {
                chars.addAndGet(-line.get().length());
                out = write(to, out, line.get());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            out.ifPresent(this::closeQuietly);
        }
    }

    /// Writes one line and gives the stream for the next one; empty after a failure, so that the
    /// next line tries anew.
    private Optional<OutputStream> write(Path to, Optional<OutputStream> open, String line)
            throws InterruptedException {
        try {
            OutputStream out = open.isPresent() ? open.get() : append(to);
            long lost = dropped.getAndSet(0);
            if (lost > 0) put(out, "(" + lost + " lines lost: the disk was full or slow)");
            put(out, line);
            if (waiting.isEmpty()) out.flush();
            if (size < rotateAt) return Optional.of(out);
            out.close();
            Files.move(
                    to,
                    to.resolveSibling(to.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException full) {
            drop();
            open.ifPresent(this::closeQuietly);
            TimeUnit.MILLISECONDS.sleep(200);
            return Optional.empty();
        }
    }

    private OutputStream append(Path to) throws IOException {
        Path parent = to.toAbsolutePath().getParent();
        if (parent != null) Files.createDirectories(parent);
        size = Files.exists(to) ? Files.size(to) : 0;
        return new BufferedOutputStream(
                Files.newOutputStream(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    private void put(OutputStream out, String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        size += bytes.length;
    }

    private void closeQuietly(OutputStream out) {
        try {
            out.close();
        } catch (IOException full) {
            drop();
        }
    }
}
