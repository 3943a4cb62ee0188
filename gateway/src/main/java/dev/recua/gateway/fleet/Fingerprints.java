package dev.recua.gateway.fleet;

import dev.recua.models.catalogue.Model;
import java.util.concurrent.CompletableFuture;

/// What a started child depends on, as one text: the model's files, its settings, the engine. While
/// it stays equal, a load that failed for a lasting reason would fail again.
public interface Fingerprints {
    /// The fingerprint with the engine that was found last. Returns at once.
    String of(Model model);

    /// The fingerprint with the engine that would be used now, which is searched for anew: asked
    /// for a model whose failure is remembered, since the user may have changed the engine. Never
    /// completes exceptionally.
    CompletableFuture<String> afresh(Model model);
}
