package dev.recua.gateway.fleet;

import dev.recua.models.catalogue.Model;

/// What a started child depends on, as one text: the model's files, its settings, the engine. While
/// it stays equal, a load that failed for a lasting reason would fail again.
@FunctionalInterface
public interface Fingerprints {
    /// The fingerprint of a model as it would be started now.
    ///
    /// @param afresh look at the engine's file again; asked for a model whose failure is remembered
    String of(Model model, boolean afresh);
}
