package dev.recua.supervisor.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A future that several callers hold: none of them can complete or cancel it for the others. A
/// time limit that one of them sets counts for what it gets back only.
final class SharedFuture extends CompletableFuture<Void> {

    /// For the owner.
    void fulfil() {
        super.complete(null);
    }

    /// For the owner.
    void disappoint(Throwable why) {
        super.completeExceptionally(why);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public boolean complete(Void value) {
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable why) {
        return false;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        return false;
    }

    @Override
    public CompletableFuture<Void> orTimeout(long timeout, TimeUnit unit) {
        return copy().orTimeout(timeout, unit);
    }

    @Override
    public CompletableFuture<Void> completeOnTimeout(Void value, long timeout, TimeUnit unit) {
        return copy().completeOnTimeout(null, timeout, unit);
    }

    @Override
    public void obtrudeValue(Void value) {
        throw new IllegalStateException("others hold this future too");
    }

    @Override
    public void obtrudeException(Throwable why) {
        throw new IllegalStateException("others hold this future too");
    }
}
