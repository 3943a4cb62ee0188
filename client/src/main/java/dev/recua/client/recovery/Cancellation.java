package dev.recua.client.recovery;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Says to one request that nobody wants its answer any more, also while it waits. Any thread.
public final class Cancellation {
    private final CountDownLatch told = new CountDownLatch(1);
    private final Object lock = new Object();
    private @Nullable Thread worker;
    private boolean interrupted;

    /// Something that may wait for a server; an interrupt ends it.
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /// Nobody wants it any more. Twice does no harm.
    public void cancel() {
        told.countDown();
        synchronized (lock) {
            if (worker == null || interrupted) return;
            interrupted = true;
            worker.interrupt();
        }
    }

    /// Works until it is done or nobody wants it any more: [#cancel] ends it at once, and leaves
    /// its thread without the interrupt.
    ///
    /// @throws CancellationException when it was cancelled first
    /// @throws InterruptedException  when somebody else interrupted the thread
    public void during(Work work) throws InterruptedException {
        synchronized (lock) {
            if (isCancelled()) throw new CancellationException("nobody wants the answer any more");
            worker = Thread.currentThread();
        }
        try {
            work.run();
        } catch (InterruptedException e) {
            if (!isCancelled()) throw e;
            var cancelled = new CancellationException("nobody wants the answer any more");
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            left();
        }
    }

    private void left() {
        synchronized (lock) {
            worker = null;
            if (interrupted) Thread.interrupted();
        }
    }

    /// Whether [#cancel] was called.
    public boolean isCancelled() {
        return told.getCount() == 0;
    }

    /// Waits until it is cancelled, at most for `time`.
    ///
    /// @return whether it is
    public boolean await(Duration time) throws InterruptedException {
        return told.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
