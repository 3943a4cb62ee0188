package dev.recua.client.admin;

import dev.recua.client.error.LlmException;
import dev.recua.client.http.AnswerEvents;
import dev.recua.client.sse.SseEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A stream of events that comes back by itself.
///
/// It has a virtual thread of its own, which reads and tells its listener. When the connection is
/// gone, or says nothing for 45 s (a gateway gives a sign of life every 15 s), it comes back as its
/// [Reconnect] says, with the number of the last event: the gateway then sends what was missed, or
/// a new snapshot. It gives up when the attempts are used up, and at once when the gateway refuses
/// the key or the request.
///
/// Nothing is kept here: a listener that takes its time makes the gateway wait. Any thread may call
/// it. Whoever opened it closes it, which ends the connection and the thread at once; so does
/// closing the client that it came from.
public final class EventSubscription implements AutoCloseable {
    /// How long a gateway may be silent.
    public static final Duration SILENCE = Duration.ofSeconds(45);

    private static final Logger LOG = System.getLogger(EventSubscription.class.getName());

    private final StreamOfEvents source;
    private final Reconnect reconnect;
    private final Surroundings around;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final Thread thread;
    private @Nullable AnswerEvents open;
    private boolean closed;
    private volatile boolean connected;
    private volatile String lastEventId = "";
    private volatile @Nullable String lastError;

    private <T> EventSubscription(
            StreamOfEvents source,
            Reconnect reconnect,
            Surroundings around,
            Function<SseEvent, T> read,
            SubscriptionListener<T> listener) {
        this.source = source;
        this.reconnect = reconnect;
        this.around = around;
        this.thread = Thread.ofVirtual().name("recua-events").unstarted(() -> run(read, listener));
    }

    /// @param read what an event tells; a [JacksonException] of it leaves the event out
    static <T> EventSubscription start(
            StreamOfEvents source,
            Reconnect reconnect,
            Surroundings around,
            Function<SseEvent, T> read,
            SubscriptionListener<T> listener) {
        var subscription = new EventSubscription(source, reconnect, around, read, listener);
        subscription.thread.start();
        return subscription;
    }

    private <T> void run(Function<SseEvent, T> read, SubscriptionListener<T> listener) {
        try {
            int failed = 0;
            while (true) {
                Lost lost = connection(read, listener);
                if (isClosed()) return;
                if (lost.wasFruitful()) failed = 0;
                Optional<Duration> wait = waitAfter(lost, failed++);
                connected = false;
                lastError = lost.why();
                told(() -> listener.onDisconnected(lost.why(), wait));
                if (wait.isEmpty()) return;
                around.sleeper().sleep(wait.get());
            }
        } catch (InterruptedException | CancellationException closing) {
            LOG.log(Level.DEBUG, "a subscription to events was closed");
        } finally {
            connected = false;
        }
    }

    private Optional<Duration> waitAfter(Lost lost, int failed) {
        return lost.isFinal()
                ? Optional.empty()
                : reconnect.wait(failed, around.chance().getAsDouble(), lost.wanted());
    }

    /// One connection from its beginning to its end.
    private <T> Lost connection(Function<SseEvent, T> read, SubscriptionListener<T> listener)
            throws InterruptedException {
        long before = received.get();
        Instant began = around.clock().instant();
        try (AnswerEvents events = opened()) {
            connected = true;
            lastError = null;
            told(listener::onConnected);
            Optional<SseEvent> event = events.next();
            for (; event.isPresent() && !isClosed(); event = events.next()) {
                take(event.get(), read, listener);
            }
            return Lost.byItsEnd(events.retry(), isFruitful(before, began));
        } catch (LlmException e) {
            return Lost.by(e, isFruitful(before, began));
        }
    }

    /// Whether anything came, or the connection stood for longer than we would wait.
    private boolean isFruitful(long receivedBefore, Instant began) {
        return received.get() > receivedBefore
                || (connected && !around.clock().instant().isBefore(began.plus(reconnect.most())));
    }

    private AnswerEvents opened() throws InterruptedException {
        AnswerEvents events = source.open(lastEventId);
        synchronized (this) {
            if (!closed) {
                open = events;
                return events;
            }
        }
        events.close();
        throw new CancellationException("the subscription was closed");
    }

    private <T> void take(
            SseEvent event, Function<SseEvent, T> read, SubscriptionListener<T> listener) {
        received.incrementAndGet();
        try {
            T value = read.apply(event);
            told(() -> listener.onEvent(value));
            // Not for one that cannot be read: where the end of the connection cut it, it comes
            // again.
            lastEventId = event.lastEventId();
        } catch (JacksonException e) {
            skipped.incrementAndGet();
            LOG.log(
                    Level.WARNING,
                    "an event cannot be read and was left out event={0} id={1} why={2}",
                    event.name(),
                    event.lastEventId(),
                    e.getOriginalMessage());
        }
    }

    private static void told(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a listener of events failed", e);
        }
    }

    /// Whether the connection stands.
    public boolean isConnected() {
        return connected;
    }

    /// Why the connection is gone; empty while it stands, and before the first attempt.
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    /// The id of the last event that was told; empty before one.
    public Optional<String> lastEventId() {
        return Optional.of(lastEventId).filter(id -> !id.isEmpty());
    }

    /// How many events could not be read and were left out.
    public long skippedEvents() {
        return skipped.get();
    }

    /// Whether it has ended: closed, or given up.
    public boolean isOver() {
        return !thread.isAlive();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /// Ends the connection and the thread. A listener that is being told something is interrupted.
    /// Twice is once.
    @Override
    public void close() {
        @Nullable AnswerEvents now;
        synchronized (this) {
            closed = true;
            now = open;
        }
        if (now != null) now.close();
        thread.interrupt();
    }
}
