package dev.recua.gateway.events;

import dev.recua.client.admin.GatewayInfo;
import dev.recua.client.admin.GatewaySnapshot;
import dev.recua.client.wire.WireJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a client of `GET /api/events` is sent.
final class EventFrames implements Frames {
    private final EventHub.Subscriber subscriber;
    private final Supplier<GatewayInfo> info;
    private final StatusFeed status;

    /// @param subscriber closed with this
    /// @param info       who answers here, from memory
    /// @param status     tells for how long it has been so
    EventFrames(EventHub.Subscriber subscriber, Supplier<GatewayInfo> info, StatusFeed status) {
        this.subscriber = subscriber;
        this.info = info;
        this.status = status;
    }

    @Override
    public Optional<String> next() {
        return subscriber
                .next()
                .map(
                        delivery ->
                                switch (delivery) {
                                    case Delivery.One(var change) ->
                                            Frames.event(change.id(), change.name(), change.json());
                                    case Delivery.Everything(var id, var seen) ->
                                            Frames.event(id, EventNames.SNAPSHOT, snapshot(seen));
                                });
    }

    @Override
    public void close() {
        subscriber.close();
    }

    private String snapshot(Picture.Seen seen) {
        return WireJson.mapper()
                .writeValueAsString(
                        new GatewaySnapshot(
                                info.get(),
                                status.now(seen.told()),
                                seen.models(),
                                List.of(),
                                seen.requests(),
                                null));
    }
}
