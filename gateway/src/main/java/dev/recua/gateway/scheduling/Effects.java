package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;

/// The outside world as the scheduler sees it: children that can be started and stopped.
///
/// Both calls return at once and answer later with an event, on any thread, through
/// [Dispatcher#post].
public interface Effects {
    /// Starts a child for the model; ends in exactly one [Event.Ready] or [Event.StartFailed], and
    /// after a `Ready` in exactly one [Event.Gone].
    void start(ModelId model, long generation);

    /// Stops a child that was started; ends in its [Event.Gone].
    void stop(ModelId model, long generation);
}
