package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;

/// The outside world as the scheduler sees it: children that can be started and stopped.
///
/// All calls return at once and answer later with an event, on any thread, through
/// [Dispatcher#post].
public interface Effects {
    /// Starts a child for the model. It becomes [Event.Ready], at most once, and each time that it
    /// ends by itself there is one [Event.Crashed]: then nothing more is told until [#recover]
    /// gives it a number, or [#stop] or [#kill] its end. It ends in exactly one [Event.Gone] (when
    /// it was told to) or [Event.StartFailed] (when it was given up).
    void start(ModelId model, long generation);

    /// The child that crashed goes by `nextGeneration` from now on; what becomes of it is told as
    /// after a start.
    void recover(ModelId model, long generation, long nextGeneration);

    /// Ends a child and brings it back, as after a crash, but no [Event.Crashed] is told: it goes
    /// by `nextGeneration` from now on.
    void replace(ModelId model, long generation, long nextGeneration);

    /// Brings a child back now that waits to be brought back; without effect on any other.
    void hasten(ModelId model, long generation);

    /// Tells nobody any more that this model was given up.
    void forget(ModelId model);

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
