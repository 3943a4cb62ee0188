package dev.recua.gateway.scheduling;

import dev.recua.gateway.scheduling.Resident.Loaded;
import dev.recua.gateway.scheduling.Resident.Loading;
import dev.recua.gateway.scheduling.Resident.Unloading;
import dev.recua.models.catalogue.ModelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The work on one event: a schedule in the making, with the effects so far. Each change of it is
/// made here, together with its effect, so that none goes without the other.
final class Turn {
    private final Instant now;
    private final List<Effect> effects = new ArrayList<>();
    private Schedule schedule;

    Turn(Schedule schedule, Instant now) {
        this.schedule = schedule;
        this.now = now;
    }

    Schedule schedule() {
        return schedule;
    }

    Instant now() {
        return now;
    }

    Step step() {
        return new Step(schedule, effects);
    }

    /// Number of the last ticket that waits for the model; 0 when none does.
    long lastWaitingFor(ModelId model) {
        return schedule.waitingFor(model).stream().mapToLong(Ticket::number).max().orElse(0);
    }

    void become(Schedule next) {
        schedule = next;
    }

    void dequeue(long number) {
        schedule = schedule.dequeue(number);
    }

    void refuse(Ticket ticket, Refusal why) {
        dequeue(ticket.number());
        effects.add(new Effect.Refuse(ticket, why));
    }

    void refuseAll(List<Ticket> waiting, Refusal why) {
        waiting.forEach(ticket -> refuse(ticket, why));
    }

    void grant(Ticket waiting, Loaded loaded) {
        dequeue(waiting.number());
        schedule = schedule.with(waiting.model(), loaded.oneMore(waiting.use(), now));
        effects.add(new Effect.Grant(waiting, loaded.generation()));
    }

    void start(Ticket waiting) {
        long generation = schedule.nextGeneration();
        schedule =
                schedule.forget(waiting.model())
                        .countGeneration()
                        .with(waiting.model(), Loading.of(generation, waiting.terms()));
        effects.add(new Effect.Start(waiting.model(), generation));
    }

    /// The child that crashed is brought back; its leases are over.
    void recover(ModelId model, Resident crashed) {
        effects.add(new Effect.Recover(model, crashed.generation(), comesBack(model, crashed)));
    }

    /// The child is ended and brought back.
    void replace(ModelId model, Loaded unfit) {
        effects.add(new Effect.Replace(model, unfit.generation(), comesBack(model, unfit)));
    }

    private long comesBack(ModelId model, Resident before) {
        long next = schedule.nextGeneration();
        schedule = schedule.countGeneration().with(model, Loading.inPlaceOf(before, next, now));
        return next;
    }

    void hasten(ModelId model, Loading loading) {
        effects.add(new Effect.Hasten(model, loading.generation()));
    }

    /// The failure of this model is neither remembered nor told any more.
    void forget(ModelId model) {
        schedule = schedule.forget(model);
        effects.add(new Effect.Forget(model));
    }

    void stop(ModelId model, Resident resident) {
        unloading(model, resident);
        effects.add(new Effect.Stop(model, resident.generation()));
    }

    void evict(ModelId model, Resident resident, ModelId inFavourOf) {
        unloading(model, resident);
        effects.add(new Effect.Evict(model, resident.generation(), inFavourOf));
    }

    /// Takes all leases away and ends the child.
    void kill(ModelId model, Resident resident, Refusal why) {
        unloading(model, resident);
        if (resident instanceof Loaded loaded && !loaded.idle())
            effects.add(new Effect.Revoke(model, resident.generation(), why));
        effects.add(new Effect.Kill(model, resident.generation()));
    }

    private void unloading(ModelId model, Resident resident) {
        schedule = schedule.with(model, new Unloading(resident.generation(), resident.terms()));
    }
}
