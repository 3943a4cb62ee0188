package dev.recua.gateway.events;

import dev.recua.client.wire.WireJson;
import dev.recua.supervisor.Subscription;
import java.util.Optional;
import java.util.Set;

/// One who listens to the status, and to how far downloads are, for clients that know no snapshots:
/// instead of one they get the status as it is then. Used by one thread at a time.
public final class Listener implements Subscription {
    private static final Only WANTED =
            new Only(Set.of(EventNames.LLAMA_STATUS, EventNames.DOWNLOAD_PROGRESS));

    private final EventHub.Subscriber subscriber;
    private final StatusFeed status;

    /// What is told.
    ///
    /// @param name of the event
    /// @param json its value
    public record Told(String name, String json) {}

    private Listener(EventHub.Subscriber subscriber, StatusFeed status) {
        this.subscriber = subscriber;
        this.status = status;
    }

    /// Listens from now on; first to the status as it is.
    ///
    /// @param status tells for how long it has been so
    /// @param wake   called when something has come after nothing was there; it must return at once
    public static Listener to(EventHub hub, StatusFeed status, Runnable wake) {
        return new Listener(hub.subscribe(WANTED, Optional.empty(), wake), status);
    }

    /// What comes next; empty when there is nothing for now.
    public Optional<Told> next() {
        return subscriber
                .next()
                .map(
                        delivery ->
                                switch (delivery) {
                                    case Delivery.One(var change) ->
                                            new Told(change.name(), change.json());
                                    case Delivery.Everything(var _, var seen) -> status(seen);
                                });
    }

    @Override
    public void close() {
        subscriber.close();
    }

    private Told status(Picture.Seen seen) {
        String json = WireJson.mapper().writeValueAsString(status.event(seen.told()));
        return new Told(EventNames.LLAMA_STATUS, json);
    }
}
