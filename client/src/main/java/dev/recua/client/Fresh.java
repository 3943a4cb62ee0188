package dev.recua.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Something that a server told, kept for a while. Who asks while it is being fetched waits for
/// that
/// one request. Any thread.
final class Fresh<T> {
    private final Duration kept;
    private final InstantSource clock;
    private final Fetch<T> fetch;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicInteger forgotten = new AtomicInteger();
    private volatile @Nullable Told<T> told;

    /// Asks the server.
    @FunctionalInterface
    interface Fetch<T> {
        T ask() throws InterruptedException;
    }

    private record Told<T>(T value, Instant until) {}

    /// @param kept how long what was told is believed
    Fresh(Duration kept, InstantSource clock, Fetch<T> fetch) {
        this.kept = kept;
        this.clock = clock;
        this.fetch = fetch;
    }

    /// What the server tells; a failure is thrown and not kept.
    T get() throws InterruptedException {
        Told<T> known = told;
        if (known != null && isFresh(known)) return known.value();
        fetching.lockInterruptibly();
        try {
            known = told;
            if (known != null && isFresh(known)) return known.value();
            int before = forgotten.get();
            T value = fetch.ask();
            // What was asked before it was forgotten may be about another model or server.
            if (before == forgotten.get()) told = new Told<>(value, clock.instant().plus(kept));
            return value;
        } finally {
            fetching.unlock();
        }
    }

    private boolean isFresh(Told<T> known) {
        return clock.instant().isBefore(known.until());
    }

    /// It may have changed: the next who asks gets a new answer.
    void forget() {
        forgotten.incrementAndGet();
        told = null;
    }
}
