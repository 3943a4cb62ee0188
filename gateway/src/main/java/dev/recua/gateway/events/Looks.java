package dev.recua.gateway.events;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at something that blocks, whenever somebody says that it may have changed: at once, and
/// while that goes on at most once in a while. What was found is used on the event loop.
///
/// @param <T> what is looked at
final class Looks<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

    private final Vertx vertx;
    private final Context loop;
    private final Duration gap;
    private final Callable<T> look;
    private final Consumer<T> use;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile boolean closed;
    private boolean resting;

    /// @param gap  from the end of one look to the next
    /// @param look runs on a worker thread
    /// @param use  gets what was found, on the event loop
    Looks(Vertx vertx, Context loop, Duration gap, Callable<T> look, Consumer<T> use) {
        this.vertx = vertx;
        this.loop = loop;
        this.gap = gap;
        this.look = look;
        this.use = use;
    }

    /// It may have changed. From any thread; returns at once.
    void again() {
        if (wanted.getAndSet(true)) return;
        loop.runOnContext(_ -> begin());
    }

    /// Looks no more. From any thread.
    void close() {
        closed = true;
    }

    private void begin() {
        if (closed || resting || !wanted.getAndSet(false)) return;
        resting = true;
        loop.executeBlocking(look, false)
                .map(
                        found -> {
                            use.accept(found); // what it throws fails the look
                            return found;
                        })
                .onFailure(bug -> LOG.error("looking for changes failed", bug))
                .onComplete(_ -> rest());
    }

    private void rest() {
        if (closed) return;
        vertx.setTimer(gap.toMillis(), _ -> rested());
    }

    private void rested() {
        resting = false;
        begin();
    }
}
