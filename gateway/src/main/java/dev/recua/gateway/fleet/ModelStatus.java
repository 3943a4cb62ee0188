package dev.recua.gateway.fleet;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.scheduling.Resident;
import java.util.Optional;

/// What a model with a child does, for everybody who tells it: the scheduler knows what was
/// ordered, the model's service what became of it. Pure.
///
/// | the scheduler | the status |
/// |---|---|
/// | told it to leave: it finishes its last answers, or ends | `stopping` |
/// | has started it | what its service says; `starting` before that says anything |
/// | lets it serve | what its service says; `ready` before that says anything |
public final class ModelStatus {
    private ModelStatus() {}

    /// What a model does whose child the scheduler knows.
    ///
    /// @param service what the model's service does; empty while it has not begun
    public static LlamaServiceStatus of(Resident resident, Optional<LlamaServiceStatus> service) {
        if (leaves(resident)) return LlamaServiceStatus.STOPPING;
        return service.orElse(
                resident instanceof Resident.Loading
                        ? LlamaServiceStatus.STARTING
                        : LlamaServiceStatus.READY);
    }

    /// The state of a service, as it is once its model was told to leave.
    ///
    /// @param resident empty when the scheduler knows no child of the model
    public static LlamaServiceState of(Optional<Resident> resident, LlamaServiceState service) {
        boolean leaves = resident.filter(ModelStatus::leaves).isPresent();
        if (!leaves || service.status() == LlamaServiceStatus.STOPPING) return service;
        return new LlamaServiceState(
                LlamaServiceStatus.STOPPING,
                service.models(),
                null,
                0,
                service.maxRetries(),
                0,
                service.startedAt(),
                service.adopted());
    }

    /// A load that is to leave serves those who wait, first.
    private static boolean leaves(Resident resident) {
        return switch (resident) {
            case Resident.Unloading _ -> true;
            case Resident.Loaded loaded -> loaded.leaving();
            case Resident.Loading _ -> false;
        };
    }
}
