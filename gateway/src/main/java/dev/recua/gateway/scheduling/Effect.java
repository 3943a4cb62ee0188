package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;

/// What a decision asks for. Performed through [Effects], in the order of the step.
public sealed interface Effect {
    /// The request may run on this child until its lease is closed.
    record Grant(Ticket ticket, long generation) implements Effect {}

    /// The request may not run.
    record Refuse(Ticket ticket, Refusal why) implements Effect {}

    /// All leases of this child are taken away.
    record Revoke(ModelId model, long generation, Refusal why) implements Effect {}

    /// Start a child; answer with [Event.Ready], [Event.Crashed] or [Event.StartFailed].
    record Start(ModelId model, long generation) implements Effect {}

    /// The child that crashed comes back under this number; answer as to a start.
    record Recover(ModelId model, long generation, long nextGeneration) implements Effect {}

    /// A child that nobody uses breaks its connections: bring it back under this number; answer as
    /// to a start.
    record Replace(ModelId model, long generation, long nextGeneration) implements Effect {}

    /// A child that comes back may not wait for it any longer.
    record Hasten(ModelId model, long generation) implements Effect {}

    /// The failure of this model, of which no child is there, is of no interest any more.
    record Forget(ModelId model) implements Effect {}

    /// Stop a child that nobody uses; answer with [Event.Gone].
    record Stop(ModelId model, long generation) implements Effect {}

    /// Stop a child that nobody uses, because another model needs its place; answer as to a stop.
    record Evict(ModelId model, long generation, ModelId inFavourOf) implements Effect {}

    /// End a child at once; answer as to a stop.
    record Kill(ModelId model, long generation) implements Effect {}
}
