package dev.recua.gateway.events;

import dev.recua.client.admin.GatewayStatus;
import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.event.LlamaStatus;
import dev.recua.gateway.scheduling.Phase;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How the gateway as a whole is, from how each of its services is. Pure.
///
/// | when | its status |
/// |---|---|
/// | before the first scan of the model folders | `initial` |
/// | stopped by hand, and every engine is gone | `initial` |
/// | some services are not `initial` | that of the worst, in this order: `error`, `crashed`, … |
/// | the gateway leaves | `stopping` |
/// | otherwise, also while nothing runs | `ready` |
///
/// The order is `error`, `crashed`, `starting`, `stopping`, `ready`. `lastError` and `retries` are
/// those of the worst service; of two that are equally bad, that with
/// more retries, then the first by id.
final class StatusBoard {
    private StatusBoard() {}

    /// What it is decided from.
    ///
    /// @param catalogue  empty before the first scan
    /// @param phase      whether requests are taken on
    /// @param services   by model
    /// @param maxRetries what a service may have at most, by the configuration
    /// @param startedAt  of the gateway
    /// @param up         since then, by a clock that never jumps
    record Facts(
            Optional<Catalogue> catalogue,
            Phase phase,
            Map<ModelId, LlamaServiceState> services,
            int maxRetries,
            Instant startedAt,
            Duration up) {
        Facts {
            services = Map.copyOf(services);
        }
    }

    /// As it is at this moment.
    static GatewayStatus of(Facts facts) {
        Optional<LlamaServiceState> worst = worst(facts.services());
        var whole =
                new LlamaStatus(
                        status(facts, worst),
                        models(facts),
                        worst.map(LlamaServiceState::lastError).orElse(null),
                        worst.map(LlamaServiceState::retries).orElse(0),
                        worst.map(LlamaServiceState::maxRetries).orElse(facts.maxRetries()),
                        Math.max(0, facts.up().toSeconds()),
                        facts.startedAt().toString());
        return GatewayStatus.of(whole, byId(facts.services()));
    }

    /// The same, some time later: it has been up for longer, and so have the services that are
    /// ready.
    static GatewayStatus later(GatewayStatus status, Duration elapsed) {
        long seconds = Math.max(0, elapsed.toSeconds());
        var services = new LinkedHashMap<String, LlamaServiceState>();
        status.services().forEach((id, state) -> services.put(id, later(state, seconds)));
        return GatewayStatus.of(withUptime(status.whole(), status.uptime() + seconds), services);
    }

    /// Whether somebody must be told: time alone is no change.
    static boolean differ(GatewayStatus one, GatewayStatus other) {
        return !withUptime(one.whole(), 0).equals(withUptime(other.whole(), 0));
    }

    private static LlamaServiceStatus status(Facts facts, Optional<LlamaServiceState> worst) {
        if (facts.catalogue().isEmpty()) return LlamaServiceStatus.INITIAL;
        return switch (facts.phase()) {
            case OPEN -> worst.map(LlamaServiceState::status).orElse(LlamaServiceStatus.READY);
            case CLOSED -> worst.map(LlamaServiceState::status).orElse(LlamaServiceStatus.STOPPING);
            case STOPPED ->
                    worst.map(LlamaServiceState::status)
                            .filter(status -> status != LlamaServiceStatus.ERROR)
                            .orElse(LlamaServiceStatus.INITIAL);
        };
    }

    private static Optional<LlamaServiceState> worst(Map<ModelId, LlamaServiceState> services) {
        return services.entrySet().stream()
                .filter(service -> service.getValue().status() != LlamaServiceStatus.INITIAL)
                .min(
                        Comparator.comparing(
                                        (Map.Entry<ModelId, LlamaServiceState> service) ->
                                                badness(service.getValue().status()))
                                .thenComparing(service -> service.getValue().retries())
                                .reversed()
                                .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getValue);
    }

    private static int badness(LlamaServiceStatus status) {
        return switch (status) {
            case INITIAL -> 0;
            case READY -> 1;
            case STOPPING -> 2;
            case STARTING -> 3;
            case CRASHED -> 4;
            case ERROR -> 5;
        };
    }

    private static List<LlamaModel> models(Facts facts) {
        return facts.catalogue().map(Catalogue::models).orElse(List.of()).stream()
                .map(model -> model(model, Optional.ofNullable(facts.services().get(model.id()))))
                .toList();
    }

    private static LlamaModel model(Model model, Optional<LlamaServiceState> service) {
        LlamaServiceStatus idle =
                model.isUsable() ? LlamaServiceStatus.INITIAL : LlamaServiceStatus.ERROR;
        return new LlamaModel(
                        model.id().value(),
                        model.name(),
                        model.size(),
                        model.type().wire(),
                        model.modifiedAt().getEpochSecond())
                .withStatus(service.map(LlamaServiceState::status).orElse(idle));
    }

    private static Map<String, LlamaServiceState> byId(Map<ModelId, LlamaServiceState> services) {
        var byId = new TreeMap<String, LlamaServiceState>();
        services.forEach((model, state) -> byId.put(model.value(), state));
        return byId;
    }

    /// One service some seconds later.
    static LlamaServiceState later(LlamaServiceState state, long seconds) {
        if (state.status() != LlamaServiceStatus.READY) return state;
        return new LlamaServiceState(
                state.status(),
                state.models(),
                state.lastError(),
                state.retries(),
                state.maxRetries(),
                state.uptime() + seconds,
                state.startedAt(),
                state.adopted());
    }

    private static LlamaStatus withUptime(LlamaStatus status, long seconds) {
        return new LlamaStatus(
                status.status(),
                status.models(),
                status.lastError(),
                status.retries(),
                status.maxRetries(),
                seconds,
                status.startedAt());
    }
}
