package dev.recua.gateway.events;

import dev.recua.client.wire.WireJson;
import dev.recua.supervisor.Subscription;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// One who listens to the status, and to how far downloads are, for clients that know no snapshots:
/// instead of one they get the status as it is then. Used by one thread at a time.
public final class Listener implements Subscription {
    private static final Only WANTED =
            new Only(Set.of(EventNames.LLAMA_STATUS, EventNames.DOWNLOAD_PROGRESS));

    private final EventHub.Subscriber subscriber;

    /// What is told.
    ///
    /// @param name of the event
    /// @param json its value
    public record Told(String name, String json) {}

    private Listener(EventHub.Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    /// Listens from now on; first to the status as it is.
    ///
    /// @param wake called when something has come after nothing was there; it must return at once
    public static Listener to(EventHub hub, Runnable wake) {
        return new Listener(hub.subscribe(WANTED, Optional.empty(), wake));
    }

    /// What comes next; empty when there is nothing for now.
    ///
    /// @param now for how long it has been so
    public Optional<Told> next(Instant now) {
        return subscriber
                .next()
                .map(
                        delivery ->
                                switch (delivery) {
                                    case Delivery.One(var change) ->
                                            new Told(change.name(), change.json());
                                    case Delivery.Everything(var _, var seen) -> status(seen, now);
                                });
    }

    @Override
    public void close() {
        subscriber.close();
    }

    private static Told status(Picture.Seen seen, Instant now) {
        var event = new StatusChange(StatusFeed.at(seen.told(), now), now);
        return new Told(EventNames.LLAMA_STATUS, WireJson.mapper().writeValueAsString(event));
    }
}
