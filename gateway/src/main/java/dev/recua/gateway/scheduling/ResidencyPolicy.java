package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.util.Map;
import java.util.Set;

/// Which models may be resident together, and who leaves for a new one. Pure.
public interface ResidencyPolicy {
    /// What must happen before `wanted`, which is not resident, may be started.
    ///
    /// @param residents who occupies room now, stopping children included
    /// @return an empty set when it may start at once; else the models that must be gone first. A
    ///     busy one among them is drained by the scheduler, never cut off
    Set<ModelId> toEvictFor(ModelId wanted, Map<ModelId, Resident> residents);
}
