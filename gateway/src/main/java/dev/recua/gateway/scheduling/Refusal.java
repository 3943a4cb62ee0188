package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;

/// Why a request may not run. `http` turns each into one status and one error body.
public sealed interface Refusal {
    /// It waited as long as `queue.max-wait` allows.
    ///
    /// @param ahead how many requests waited before it when it gave up
    record WaitTimeout(ModelId model, Duration waited, int ahead) implements Refusal {}

    /// The model could not be loaded.
    record LoadFailed(ModelId model, LoadFailure failure) implements Refusal {}

    /// The gateway is stopping.
    record ShuttingDown() implements Refusal {}
}
