package dev.recua.client.recovery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Says to one request that nobody wants its answer any more, also while it waits. Any thread.
public final class Cancellation {
    private final CountDownLatch told = new CountDownLatch(1);

    /// Nobody wants it any more. Twice does no harm.
    public void cancel() {
        told.countDown();
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
