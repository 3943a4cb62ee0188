package dev.recua.gateway.events;

import dev.recua.client.admin.GatewayStatus;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.event.LlamaStatusEvent;
import dev.recua.gateway.scheduling.Phase;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps the status of the gateway, and tells it when it changes: each step of each service, in the
/// order in which it is told of them. Safe from any thread; never waits.
public final class StatusFeed {
    private final EventHub hub;
    private final Around around;
    private final Map<ModelId, LlamaServiceState> services = new HashMap<>();
    private StatusChange told;

    /// What else counts; all of it is asked from any thread and answers from memory.
    ///
    /// @param catalogue  the models as they are now
    /// @param phase      whether requests are taken on
    /// @param maxRetries by the configuration
    /// @param startedAt  of the gateway
    public record Around(
            Supplier<Catalogue> catalogue,
            Supplier<Phase> phase,
            int maxRetries,
            Instant startedAt,
            InstantSource clock) {}

    /// Begins with `initial`, asking nobody, until [#lookAgain] is called: what it asks need not
    /// be there yet.
    public StatusFeed(EventHub hub, Around around) {
        this.hub = hub;
        this.around = around;
        this.told = seen(Optional.empty(), Phase.OPEN);
        hub.publish(EventNames.LLAMA_STATUS, told);
    }

    /// A service has changed.
    public synchronized void changed(ModelId model, LlamaServiceState state) {
        if (state.status() == LlamaServiceStatus.INITIAL) services.remove(model);
        else services.put(model, state);
        tellIfNew();
    }

    /// Something else may have changed: the models, or whether requests are taken on.
    public synchronized void lookAgain() {
        tellIfNew();
    }

    /// The status as it is now.
    public synchronized GatewayStatus status() {
        return at(told, around.clock().instant());
    }

    /// The same, as it is told to whoever asks for it.
    public LlamaStatusEvent event() {
        return LlamaStatusEvent.of(status().whole(), around.clock().instant());
    }

    /// A status that was told, as it is at this moment if nothing has changed since.
    static GatewayStatus at(StatusChange told, Instant now) {
        return StatusBoard.later(told.status(), Duration.between(told.at(), now));
    }

    private void tellIfNew() {
        StatusChange now = look();
        boolean isNew = StatusBoard.differ(told.status(), now.status());
        told = now;
        if (isNew) hub.publish(EventNames.LLAMA_STATUS, now);
    }

    private StatusChange look() {
        return seen(Optional.of(around.catalogue().get()), around.phase().get());
    }

    private StatusChange seen(Optional<Catalogue> catalogue, Phase phase) {
        var facts =
                new StatusBoard.Facts(
                        catalogue, phase, services, around.maxRetries(), around.startedAt());
        Instant now = around.clock().instant();
        return new StatusChange(StatusBoard.of(facts, now), now);
    }
}
