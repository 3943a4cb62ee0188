package dev.recua.gateway.events;

import dev.recua.client.admin.EngineInfos;
import java.util.Optional;

/// Tells the engines whenever they are other than what was told. Called by one thread at a time.
final class EngineFeed {
    private final EventHub hub;
    private Optional<EngineInfos> told = Optional.empty();

    EngineFeed(EventHub hub) {
        this.hub = hub;
    }

    /// These are all engines, as they are now.
    void look(EngineInfos now) {
        if (told.filter(now::equals).isPresent()) return;
        told = Optional.of(now);
        hub.publish(EventNames.ENGINE, now);
    }
}
