package dev.recua.gateway.fleet;

import dev.recua.client.admin.EngineInfo;

/// What became of an order about engines.
public sealed interface EngineOutcome {
    /// It was carried out.
    ///
    /// @param engine the engine as it is now; a removed one as it was, and not active
    record Done(EngineInfo engine) implements EngineOutcome {}

    /// It was not.
    record Refused(EngineRefusal why) implements EngineOutcome {}
}
