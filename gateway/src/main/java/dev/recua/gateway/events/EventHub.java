package dev.recua.gateway.events;

import dev.recua.supervisor.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where every change is told once and numbered, and from where each subscriber gets it in order.
///
/// One change at a time is taken in, under one lock that is held for memory only, so that nobody
/// who publishes ever waits for one who listens. Whoever listens takes at its own pace: changes
/// wait
/// for it up to a limit, beyond which it gets a new snapshot instead ([Backlog]). Memory is bounded
/// by the number of subscribers. Safe from any thread.
public final class EventHub {
    /// How many of the last changes are kept for subscribers that come back.
    static final int KEPT = 1024;

    /// How many changes may wait for one subscriber.
    static final int WAITING = 256;

    private final String epoch;
    private final Ring ring;
    private final Picture picture = new Picture();
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();

    /// @param epoch of the gateway's life, so that numbers of an earlier one are not mistaken for
    ///     ours; letters and digits
    public EventHub(String epoch) {
        if (!epoch.matches("[A-Za-z0-9]+"))
            throw new IllegalArgumentException("not letters and digits: \"" + epoch + "\"");
        this.epoch = epoch;
        this.ring = new Ring(epoch, KEPT);
    }

    /// One who listens. Its methods may be called from any thread, by one at a time.
    final class Subscriber implements Subscription {
        private final Backlog backlog;
        private final Runnable wake;

        private Subscriber(Backlog backlog, Runnable wake) {
            this.backlog = backlog;
            this.wake = wake;
        }

        /// What comes next. After nothing came, it is woken as soon as there is something.
        Optional<Delivery> next() {
            synchronized (ring) {
                return switch (backlog.next()) {
                    case Backlog.Next.Nothing _ -> Optional.empty();
                    case Backlog.Next.One(var change) -> Optional.of(new Delivery.One(change));
                    case Backlog.Next.Everything _ ->
                            Optional.of(
                                    new Delivery.Everything(
                                            epoch + "-" + ring.last(), picture.seen()));
                };
            }
        }

        @Override
        public void close() {
            synchronized (ring) {
                subscribers.remove(this);
            }
        }
    }

    /// Tells a change.
    ///
    /// @param event its name; see [EventNames]
    /// @param value the whole new value; a record that never changes
    public void publish(String event, Object value) {
        List<Subscriber> sleepers = new ArrayList<>();
        synchronized (ring) {
            Change change = ring.add(event, value);
            picture.add(value);
            for (Subscriber subscriber : subscribers) {
                if (subscriber.backlog.offer(change)) sleepers.add(subscriber);
            }
        }
        sleepers.forEach(sleeper -> sleeper.wake.run());
    }

    /// Listens: first a snapshot, or, for one who comes back soon enough, what it missed.
    ///
    /// @param only  which changes; the snapshot comes in any case
    /// @param after the id of the last event that the subscriber has seen
    /// @param wake  called when something has come after nothing was there; on the thread of
    ///     whoever published, so it must return at once
    /// @return whoever gets it closes it
    Subscriber subscribe(Only only, Optional<String> after, Runnable wake) {
        synchronized (ring) {
            Backlog backlog =
                    after.flatMap(ring::since)
                            .map(missed -> Backlog.after(missed, only, WAITING))
                            .orElseGet(() -> Backlog.fresh(only, WAITING));
            var subscriber = new Subscriber(backlog, wake);
            subscribers.add(subscriber);
            return subscriber;
        }
    }

    /// How many listen now.
    public int subscribers() {
        synchronized (ring) {
            return subscribers.size();
        }
    }
}
