package dev.recua.gateway.fleet;

import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.Model;
import java.util.concurrent.CompletableFuture;

/// What a child depends on. While files, settings and engine stay equal, a load that failed for a
/// lasting reason would fail again.
public interface Fingerprints {
    /// What the model's files and settings mean for its child. Returns at once.
    Terms terms(Model model);

    /// The engine that was found last, as one text. Returns at once.
    String engine();

    /// The engine that would be used now, searched for anew: asked for when a failure is
    /// remembered, since the user may have changed the engine. Never completes exceptionally.
    CompletableFuture<String> engineAfresh();
}
