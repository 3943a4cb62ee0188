package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.util.Optional;

/// Why a request may not run. `http` turns each into one status and one error body.
public sealed interface Refusal {
    /// It waited as long as `queue.max-wait` allows.
    ///
    /// @param ahead how many requests waited before it when it gave up
    record WaitTimeout(ModelId model, Duration waited, int ahead) implements Refusal {}

    /// As many requests wait for the model as `queue.max-waiting` allows.
    ///
    /// @param waiting for this model
    /// @param running on its child
    /// @param oldest  how long the first of those who wait has waited
    record QueueFull(ModelId model, int waiting, int running, Duration oldest) implements Refusal {}

    /// The request may not load its model, and the model is not loaded.
    record NotLoaded(ModelId model) implements Refusal {}

    /// The model could not be loaded.
    record LoadFailed(ModelId model, LoadFailure failure) implements Refusal {}

    /// Somebody stopped it by hand.
    ///
    /// @param model which was unloaded by force; empty when serving was stopped as a whole
    record Stopped(Optional<ModelId> model) implements Refusal {}

    /// The gateway is stopping.
    record ShuttingDown() implements Refusal {}
}
