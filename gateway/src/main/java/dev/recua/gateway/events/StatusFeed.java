package dev.recua.gateway.events;

import dev.recua.client.admin.GatewayStatus;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.event.LlamaStatusEvent;
import dev.recua.gateway.fleet.ModelStatus;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Keeps the status of the gateway, and tells it when it changes: each step of each service, in the
/// order in which it is told of them. Safe from any thread; never waits.
public final class StatusFeed {
    private final EventHub hub;
    private final Around around;
    private final long begun;
    private final Duration before;
    private final Map<ModelId, Heard> services = new HashMap<>();
    private StatusChange told;

    /// What else counts; all of it is asked from any thread and answers from memory.
    ///
    /// @param catalogue  the models as they are now
    /// @param schedule   what was ordered, and whether requests are taken on
    /// @param maxRetries by the configuration
    /// @param startedAt  of the gateway, shortly before
    /// @param clock      for stamps
    /// @param nanos      never jumps: for how long something has lasted
    public record Around(
            Supplier<Catalogue> catalogue,
            Supplier<Schedule> schedule,
            int maxRetries,
            Instant startedAt,
            InstantSource clock,
            LongSupplier nanos) {}

    /// What a service told, and when.
    private record Heard(LlamaServiceState state, long nanos) {
        LlamaServiceState at(long now) {
            return StatusBoard.later(state, TimeUnit.NANOSECONDS.toSeconds(now - nanos));
        }
    }

    /// Begins with `initial`, asking nobody, until [#lookAgain] is called: what it asks need not
    /// be there yet.
    public StatusFeed(EventHub hub, Around around) {
        this.hub = hub;
        this.around = around;
        this.begun = around.nanos().getAsLong();
        this.before = Duration.between(around.startedAt(), around.clock().instant());
        this.told = seen(Optional.empty(), Schedule.EMPTY);
        hub.publish(EventNames.LLAMA_STATUS, told);
    }

    /// A service has changed.
    public synchronized void changed(ModelId model, LlamaServiceState state) {
        if (state.status() == LlamaServiceStatus.INITIAL) services.remove(model);
        else services.put(model, new Heard(state, around.nanos().getAsLong()));
        tellIfNew();
    }

    /// Something else may have changed: the models, what was ordered, or whether requests are taken
    /// on.
    public synchronized void lookAgain() {
        tellIfNew();
    }

    /// The status as it is now.
    public synchronized GatewayStatus status() {
        return now(told);
    }

    /// The same, as it is told to whoever asks for it.
    public synchronized LlamaStatusEvent event() {
        return event(told);
    }

    /// A status that was told, as it is at this moment if nothing has changed since.
    GatewayStatus now(StatusChange told) {
        long elapsed = around.nanos().getAsLong() - told.nanos();
        return StatusBoard.later(told.status(), Duration.ofNanos(elapsed));
    }

    /// The same, as it is told.
    LlamaStatusEvent event(StatusChange told) {
        return LlamaStatusEvent.of(now(told).whole(), around.clock().instant());
    }

    private void tellIfNew() {
        StatusChange now = seen(Optional.of(around.catalogue().get()), around.schedule().get());
        boolean isNew = StatusBoard.differ(told.status(), now.status());
        told = now;
        if (isNew) hub.publish(EventNames.LLAMA_STATUS, now);
    }

    private StatusChange seen(Optional<Catalogue> catalogue, Schedule schedule) {
        long now = around.nanos().getAsLong();
        var facts =
                new StatusBoard.Facts(
                        catalogue,
                        schedule.phase(),
                        services(schedule, now),
                        around.maxRetries(),
                        around.startedAt(),
                        before.plusNanos(now - begun));
        return new StatusChange(StatusBoard.of(facts), around.clock().instant(), now);
    }

    private Map<ModelId, LlamaServiceState> services(Schedule schedule, long now) {
        var states = new HashMap<ModelId, LlamaServiceState>();
        services.forEach(
                (model, heard) ->
                        states.put(
                                model,
                                ModelStatus.of(
                                        Optional.ofNullable(schedule.residents().get(model)),
                                        heard.at(now))));
        return states;
    }
}
