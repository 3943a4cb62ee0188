package dev.recua.gateway.events;

import dev.recua.supervisor.Subscription;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Places for clients that listen live, however they do it. Each costs memory for as long as it
/// does not read, and nobody can make it read: so there are only so many. Safe from any thread.
public final class Seats {
    /// More than anybody has dashboards.
    public static final int USUAL = 256;

    private final int all;
    private final AtomicInteger taken = new AtomicInteger();

    /// @param all at least 1
    public Seats(int all) {
        if (all < 1) throw new IllegalArgumentException("all must be at least 1, was " + all);
        this.all = all;
    }

    /// How many there are.
    public int all() {
        return all;
    }

    /// A place, given back by closing it; empty when all are taken.
    public Optional<Subscription> take() {
        if (taken.incrementAndGet() > all) {
            taken.decrementAndGet();
            return Optional.empty();
        }
        var mine = new AtomicBoolean(true);
        return Optional.of(
                () -> {
                    if (mine.getAndSet(false)) taken.decrementAndGet();
                });
    }
}
