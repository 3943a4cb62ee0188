package dev.recua.client.monitor;

import java.time.Duration;
import java.time.Instant;

/// Time that stands still until a test moves it. Who sleeps wakes when it has passed.
final class PlayedTime implements Time {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private long nanos;
    private int sleeping;

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration length) throws InterruptedException {
        long due = nanos + length.toNanos();
        sleeping++;
        notifyAll();
        try {
            while (nanos < due) wait();
        } finally {
            sleeping--;
            notifyAll();
        }
    }

    /// Moves on, when somebody sleeps, and returns when somebody sleeps again for longer.
    synchronized void pass(Duration length) throws InterruptedException {
        awaitSleeper();
        nanos += length.toNanos();
        notifyAll();
    }

    /// Moves on without anybody having to sleep.
    synchronized void jump(Duration length) {
        nanos += length.toNanos();
        notifyAll();
    }

    synchronized void awaitSleeper() throws InterruptedException {
        while (sleeping == 0) wait();
    }

    synchronized int sleeping() {
        return sleeping;
    }
}
