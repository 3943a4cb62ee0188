package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;

/// The outside world as the scheduler sees it: children that can be started and stopped.
///
/// All calls return at once and answer later with an event, on any thread, through
/// [Dispatcher#post].
public interface Effects {
    /// Starts a child for the model; ends in exactly one [Event.Ready] or [Event.StartFailed], and
    /// after a `Ready` in exactly one [Event.Gone].
    void start(ModelId model, long generation);

    /// Stops a child that was started; ends in its [Event.Gone], or in its [Event.StartFailed] when
    /// it was not ready.
    void stop(ModelId model, long generation);

    /// Stops a child, because another model needs its place; ends as a stop does.
    default void evict(ModelId model, long generation, ModelId inFavourOf) {
        stop(model, generation);
    }

    /// Ends a child at once, whatever it does, also one that was told to stop before; ends as a
    /// stop does.
    void kill(ModelId model, long generation);
}
