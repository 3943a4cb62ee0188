package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a service looks from outside at one moment. Pure.
///
/// @param running the server that was launched and may still run
/// @param models  the last known ones
record Face(ServiceState state, Optional<Server> running, List<LlamaModel> models) {

    /// The server that takes requests.
    Optional<Server> ready() {
        return state instanceof ServiceState.Ready ? running : Optional.empty();
    }

    /// @param now on the service's clock, for the uptime
    LlamaServiceState at(Duration now, int maxRetries) {
        return new LlamaServiceState(
                state.status(),
                models,
                lastError(),
                retries(),
                maxRetries,
                uptime(now),
                running.map(server -> server.startedAt().toString()).orElse(null),
                running.map(Server::adopted).orElse(false));
    }

    /// Whether those who listen should hear of it. That a second has passed is no news, nor that
    /// the process exists now whose start they know of.
    boolean isNewsAfter(Face before) {
        return state.status() != before.state.status()
                || retries() != before.retries()
                || !Optional.ofNullable(lastError()).equals(Optional.ofNullable(before.lastError()))
                || !models.equals(before.models);
    }

    private @Nullable String lastError() {
        return switch (state) {
            case ServiceState.Starting s -> s.trouble().map(StartFailure::message).orElse(null);
            case ServiceState.Crashed s -> s.trouble().message();
            case ServiceState.Failed s -> s.trouble().message();
            case ServiceState.Initial s -> null;
            case ServiceState.Ready s -> null;
            case ServiceState.Stopping s -> null;
        };
    }

    private int retries() {
        return switch (state) {
            case ServiceState.Starting s -> s.count().retries();
            case ServiceState.Ready s -> s.count().retries();
            case ServiceState.Crashed s -> s.count().retries();
            case ServiceState.Failed s -> s.count().retries();
            case ServiceState.Initial s -> 0;
            case ServiceState.Stopping s -> 0;
        };
    }

    private long uptime(Duration now) {
        return state instanceof ServiceState.Ready ready
                ? Math.max(0, now.minus(ready.since()).toSeconds())
                : 0;
    }

    LlamaServiceStatus status() {
        return state.status();
    }
}
