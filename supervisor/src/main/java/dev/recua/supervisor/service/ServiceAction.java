package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaModel;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.server.Server;
import java.util.List;
import java.util.Optional;

/// What a service shall do about what happened.
sealed interface ServiceAction {

    /// Ask the factory for a server; answered by `Made` or `NotMade`.
    record Make(long generation) implements ServiceAction {}

    /// Nobody wants the server any more that is being made.
    record Abandon(long generation) implements ServiceAction {}

    /// Launch it; answered by `CameUp` or `NotUp`, and by `Ended`. Tell that it starts.
    record Launch(long generation, Server server) implements ServiceAction {}

    /// Tell that it is ready, and ask it for its models.
    record Welcome(long generation) implements ServiceAction {}

    /// Look whether it still works; answered by `Looked` or `Hung`.
    record Look(long generation) implements ServiceAction {}

    /// These are its models now; the ones known so far when empty.
    record Take(long generation, Optional<List<LlamaModel>> models) implements ServiceAction {}

    /// Make it end; answered by `Ended`.
    record End(long generation, ServiceSignal.Ending how) implements ServiceAction {}

    /// Tell everybody who listens.
    record Tell(ServiceChange change) implements ServiceAction {}

    /// Answer these waiters: it is as they wanted.
    record Fulfil(List<Long> tickets) implements ServiceAction {
        public Fulfil {
            tickets = List.copyOf(tickets);
        }
    }

    /// Answer these waiters: it will not be as they wanted.
    record Disappoint(List<Long> tickets, StartFailure failure) implements ServiceAction {
        public Disappoint {
            tickets = List.copyOf(tickets);
        }
    }
}
