package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;

/// What happened. `generation` numbers each start of a child, so that news of an old child change
/// nothing.
public sealed interface Event {
    /// A request asks to run.
    record Admit(Ticket ticket) implements Event {}

    /// The client of a waiting request has left.
    record Cancel(long ticket) implements Event {}

    /// A request that ran is over, however it ended.
    record Release(ModelId model, long generation, Use use) implements Event {}

    /// The child takes requests.
    record Ready(ModelId model, long generation) implements Event {}

    /// The child ended or hung, while it started or later, and is brought back: its leases end with
    /// it, whoever waits for it waits on.
    record Crashed(ModelId model, long generation) implements Event {}

    /// The child was given up: it did not become ready, or crashed too often. It is gone, and its
    /// leases with it.
    ///
    /// @param engine what the engine was that failed
    record StartFailed(ModelId model, long generation, LoadFailure failure, String engine)
            implements Event {}

    /// The child is there and breaks its connections: it gets no further requests, and is replaced
    /// once those that it has are over.
    record Unfit(ModelId model, long generation) implements Event {}

    /// The child is gone for good: it was told to. Its leases end with it.
    record Gone(ModelId model, long generation) implements Event {}

    /// Somebody wants the model's memory back.
    ///
    /// @param force whether its requests are cut off rather than finished
    record Unload(ModelId model, boolean force) implements Event {}

    /// Somebody orders the model by hand: a failure is forgotten, and a child that comes back does
    /// so now.
    record Insist(ModelId model) implements Event {}

    /// The model is known no more: nobody asks about its failure.
    record Removed(ModelId model) implements Event {}

    /// Somebody stops serving: all models are unloaded, and nothing is admitted until [Resume].
    ///
    /// @param force whether requests are cut off rather than finished
    record Halt(boolean force) implements Event {}

    /// Somebody starts serving again.
    record Resume() implements Event {}

    /// Time has passed; see [Schedule#nextWake].
    record Tick() implements Event {}

    /// The gateway stops: nothing new is admitted, whoever waits is refused.
    record Close() implements Event {}
}
