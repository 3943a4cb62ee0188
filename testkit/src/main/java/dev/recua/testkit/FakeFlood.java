package dev.recua.testkit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// A [FakeEngine] that writes log without end, at a pace, until its knob says 0.
///
/// Whole lines are written many at a time and past `System.err`, which flushes each line: that
/// alone would end at some 10 MB/s.
final class FakeFlood {

    private static final int AT_ONCE = 64 * 1024;
    private static final long LOOK_EVERY_NANOS = 200_000_000;

    private final FakeEngine engine;
    private final AtomicBoolean running = new AtomicBoolean();

    FakeFlood(FakeEngine engine) {
        this.engine = engine;
    }

    /// Begins, where a knob asks for it and it does not run yet.
    void mayBegin() {
        if (perSecond() == 0 || !running.compareAndSet(false, true)) return;
        Thread.ofPlatform().daemon().start(this::run);
    }

    private long perSecond() {
        return engine.knobs().number("flood", 0);
    }

    @SuppressWarnings("resource") // closing it would close the standard error of the process
    private void run() {
        FileOutputStream out = new FileOutputStream(FileDescriptor.err);
        try {
            for (long rate = perSecond(); rate > 0; rate = perSecond()) {
                flood(out, lines(rate), rate);
            }
        } catch (IOException closed) {
            engine.note("broken", "why", "nobody reads the log: " + closed.getMessage());
        } finally {
            running.set(false);
        }
    }

    private static void flood(FileOutputStream out, byte[] lines, long perSecond)
            throws IOException {
        long from = System.nanoTime();
        long until = from + LOOK_EVERY_NANOS;
        for (long written = 0; System.nanoTime() < until; written += lines.length) {
            out.write(lines);
            long due = from + (written + lines.length) * 1_000_000_000L / perSecond;
            if (due - System.nanoTime() > 5_000_000) LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /// What 5 ms bring, at most what one write should take, and at least one line.
    private byte[] lines(long perSecond) {
        int length = (int) engine.knobs().number("floodLine", 120);
        String line = "x".repeat(length - 1) + "\n";
        long bytes = Math.min(AT_ONCE, perSecond / 200);
        return line.repeat((int) Math.max(1, bytes / length)).getBytes(StandardCharsets.US_ASCII);
    }
}
