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
    record Release(ModelId model, long generation) implements Event {}

    /// The child takes requests.
    record Ready(ModelId model, long generation) implements Event {}

    /// The child did not become ready, and is gone.
    record StartFailed(ModelId model, long generation, LoadFailure failure) implements Event {}

    /// The child is gone: stopped by us, or died. Its leases end with it.
    record Gone(ModelId model, long generation) implements Event {}

    /// Time has passed; see [Schedule#nextDeadline].
    record Tick() implements Event {}

    /// The gateway stops: nothing new is admitted, whoever waits is refused.
    record Close() implements Event {}
}
