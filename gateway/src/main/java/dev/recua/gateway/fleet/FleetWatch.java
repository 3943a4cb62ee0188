package dev.recua.gateway.fleet;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.server.Server;
import java.time.Duration;

/// Whoever counts or tells what becomes of children. Called on any thread, after it has happened;
/// must return at once.
public interface FleetWatch {
    /// Nobody counts.
    FleetWatch NOBODY = new FleetWatch() {};

    /// A child was launched; it may never take requests.
    default void launched(ModelId model, Server server) {}

    /// A child takes requests.
    ///
    /// @param took from its launch to that moment
    default void loaded(ModelId model, Duration took) {}

    /// A child was not to be had, or ended before it was ready, and nobody had told it to.
    default void notLoaded(ModelId model) {}

    /// A child was told to end because another model needs its place.
    default void evicted(ModelId model, ModelId inFavourOf) {}

    /// A child that took requests ended, and nobody had told it to.
    default void died(ModelId model) {}

    /// What the model's service does has changed; see [Fleet#services]. In the order in which it
    /// happened for this model. `initial` when nothing runs any more and no failure is kept.
    default void changed(ModelId model, LlamaServiceState state) {}
}
