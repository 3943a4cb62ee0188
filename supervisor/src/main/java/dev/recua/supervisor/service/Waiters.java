package dev.recua.supervisor.service;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Who waits for a start or a stop. Callers that want the same share one future, as long as nobody
/// has asked for the opposite meanwhile. Each future is completed once, by `threads`: what follows
/// on it does not hold up the service. Safe from any thread.
final class Waiters {
    private final Executor threads;
    private final Map<Long, SharedFuture> open = new ConcurrentHashMap<>();
    private long last;
    private @Nullable Waiter starter;
    private @Nullable Waiter stopper;

    /// @param ticket by which the state machine knows it
    record Waiter(long ticket, SharedFuture future) {}

    Waiters(Executor threads) {
        this.threads = threads;
    }

    /// Call it, and post the signal, under one lock: the machine must see both in the same order.
    Waiter starter() {
        stopper = null;
        Waiter waiter = isOpen(starter) && starter != null ? starter : issue();
        starter = waiter;
        return waiter;
    }

    /// See [#starter].
    Waiter stopper() {
        starter = null;
        Waiter waiter = isOpen(stopper) && stopper != null ? stopper : issue();
        stopper = waiter;
        return waiter;
    }

    /// Whether it still waits.
    boolean isOpen(long ticket) {
        return open.containsKey(ticket);
    }

    void fulfil(List<Long> tickets) {
        for (long ticket : tickets) {
            SharedFuture future = open.remove(ticket);
            if (future != null) threads.execute(future::fulfil);
        }
    }

    void disappoint(List<Long> tickets, Throwable why) {
        for (long ticket : tickets) {
            SharedFuture future = open.remove(ticket);
            if (future != null) threads.execute(() -> future.disappoint(why));
        }
    }

    private boolean isOpen(@Nullable Waiter waiter) {
        return waiter != null && isOpen(waiter.ticket());
    }

    private Waiter issue() {
        Waiter waiter = new Waiter(++last, new SharedFuture());
        open.put(waiter.ticket(), waiter.future());
        return waiter;
    }
}
