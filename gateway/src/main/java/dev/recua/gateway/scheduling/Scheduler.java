package dev.recua.gateway.scheduling;

import dev.recua.gateway.scheduling.Effect.Grant;
import dev.recua.gateway.scheduling.Effect.Refuse;
import dev.recua.gateway.scheduling.Effect.Start;
import dev.recua.gateway.scheduling.Effect.Stop;
import dev.recua.gateway.scheduling.Resident.Loaded;
import dev.recua.gateway.scheduling.Resident.Loading;
import dev.recua.gateway.scheduling.Resident.Unloading;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Decides who may run now. Pure: the same schedule, event and time give the same step.
///
/// The rules, in the order in which they are applied to each waiting request, oldest first:
///
/// 1. Its model is loaded and nobody older waits for that room: it is granted.
/// 2. Its model is loading or unloading: it waits; whoever asks during a load is granted when the
///    load ends.
/// 3. Its model is not resident and there is room: it is started.
/// 4. There is no room: idle models that the policy names are stopped, and so is a load that nobody
///    waits for any more; busy ones are *drained*:
///    they get no further grants (rule 1), and leave when their last request ends. So a busy model
///    is never cut off, and a steady stream of requests for one model cannot starve another.
///
/// A request leaves the queue by a grant, a refusal (its deadline, a failed load, the end of the
/// gateway) or because its client left; an effect is given out exactly once for each.
public final class Scheduler {
    private final ResidencyPolicy policy;
    private final Duration maxWait;

    /// @param policy  who may be resident together
    /// @param maxWait how long a request may wait (`queue.max-wait`), for the message of the
    ///     refusal
    public Scheduler(ResidencyPolicy policy, Duration maxWait) {
        this.policy = policy;
        this.maxWait = maxWait;
    }

    /// The next schedule, and the effects to perform.
    public Step next(Schedule schedule, Event event, Instant now) {
        var turn = new Turn(schedule, now);
        turn.happened(event);
        turn.settle();
        return new Step(turn.schedule, turn.effects);
    }

    /// The work on one event: a schedule in the making.
    private final class Turn {
        private final Instant now;
        private final List<Effect> effects = new ArrayList<>();
        private Schedule schedule;

        Turn(Schedule schedule, Instant now) {
            this.schedule = schedule;
            this.now = now;
        }

        void happened(Event event) {
            switch (event) {
                case Event.Admit(var ticket) -> admit(ticket);
                case Event.Cancel(var number) -> cancel(number);
                case Event.Release(var model, var generation) -> release(model, generation);
                case Event.Ready(var model, var generation) -> ready(model, generation);
                case Event.StartFailed failed -> startFailed(failed);
                case Event.Unfit(var model, var generation) -> unfit(model, generation);
                case Event.Gone(var model, var generation) -> gone(model, generation);
                case Event.Tick _ -> refuseTheLate();
                case Event.Close _ -> close();
            }
        }

        private void admit(Ticket ticket) {
            if (schedule.closed()) {
                effects.add(new Refuse(ticket, new Refusal.ShuttingDown()));
                return;
            }
            var known = schedule.failures().get(ticket.model());
            if (known != null && known.wouldHappenTo(ticket)) {
                effects.add(
                        new Refuse(
                                ticket, new Refusal.LoadFailed(ticket.model(), known.failure())));
                return;
            }
            schedule = schedule.forget(ticket.model()).enqueue(ticket);
        }

        private void cancel(long number) {
            schedule =
                    schedule.withQueue(
                            schedule.queue().stream()
                                    .filter(waiting -> waiting.number() != number)
                                    .toList());
        }

        private void release(ModelId model, long generation) {
            schedule.resident(model, generation)
                    .ifPresent(
                            resident -> {
                                if (resident instanceof Loaded loaded)
                                    schedule = schedule.with(model, loaded.oneLess(now));
                            });
        }

        private void ready(ModelId model, long generation) {
            schedule.resident(model, generation)
                    .ifPresent(
                            resident -> {
                                if (!(resident instanceof Loading loading)) return;
                                schedule =
                                        schedule.with(
                                                model,
                                                new Loaded(
                                                        generation, loading.fingerprint(), 0, now));
                                grantEveryoneWhoAskedMeanwhile(model, loading.fingerprint());
                            });
        }

        private void grantEveryoneWhoAskedMeanwhile(ModelId model, String fingerprint) {
            for (Ticket waiting : schedule.queue()) {
                if (waiting.model().equals(model) && waiting.fingerprint().equals(fingerprint))
                    grant(waiting);
            }
        }

        private void startFailed(Event.StartFailed failed) {
            ModelId model = failed.model();
            schedule.resident(model, failed.generation())
                    .ifPresent(
                            resident -> {
                                schedule = schedule.without(model);
                                if (resident instanceof Unloading) return; // we stopped it
                                remember(failed, resident.fingerprint());
                                refuseWhoAskedForThis(failed, resident.fingerprint());
                            });
        }

        private void remember(Event.StartFailed failed, String fingerprint) {
            if (!failed.failure().lasting()) return;
            var lasting =
                    new Schedule.LastingFailure(fingerprint, failed.engine(), failed.failure());
            schedule = schedule.remember(failed.model(), lasting);
        }

        /// Whoever asked for a newer file of this name is not refused for the old one.
        private void refuseWhoAskedForThis(Event.StartFailed failed, String fingerprint) {
            for (Ticket waiting : schedule.queue()) {
                if (waiting.model().equals(failed.model())
                        && waiting.fingerprint().equals(fingerprint)) {
                    refuse(waiting, new Refusal.LoadFailed(failed.model(), failed.failure()));
                }
            }
        }

        private void unfit(ModelId model, long generation) {
            schedule.resident(model, generation)
                    .ifPresent(
                            resident -> {
                                if (resident instanceof Loaded loaded)
                                    schedule = schedule.with(model, loaded.unfit());
                            });
        }

        private void gone(ModelId model, long generation) {
            if (schedule.resident(model, generation).isPresent())
                schedule = schedule.without(model);
        }

        private void refuseTheLate() {
            int ahead = 0;
            for (Ticket waiting : schedule.queue()) {
                if (waiting.deadline().isAfter(now)) ahead++;
                else refuse(waiting, new Refusal.WaitTimeout(waiting.model(), maxWait, ahead));
            }
        }

        private void close() {
            schedule = schedule.close();
            for (Ticket waiting : schedule.queue()) refuse(waiting, new Refusal.ShuttingDown());
        }

        /// Applies the four rules until nothing more follows from them.
        void settle() {
            Set<ModelId> drained = new HashSet<>();
            for (Ticket waiting : schedule.queue()) {
                Resident resident = schedule.residents().get(waiting.model());
                switch (resident) {
                    case null -> makeRoom(waiting, drained);
                    case Loading _, Unloading _ -> {}
                    case Loaded loaded when drained.contains(waiting.model()) -> {}
                    case Loaded loaded when loaded.fingerprint().equals(waiting.fingerprint()) ->
                            grant(waiting);
                    // its file or settings changed, or it is unfit: it starts anew
                    case Loaded _ -> leave(waiting.model(), drained);
                }
            }
        }

        /// Rules 3 and 4. Whoever comes later in the queue finds the room taken, or its models
        /// drained.
        private void makeRoom(Ticket waiting, Set<ModelId> drained) {
            Set<ModelId> mustLeave = policy.toEvictFor(waiting.model(), schedule.residents());
            if (mustLeave.isEmpty()) start(waiting);
            else mustLeave.forEach(model -> leave(model, drained));
        }

        private void start(Ticket waiting) {
            long generation = schedule.nextGeneration();
            schedule =
                    schedule.countGeneration()
                            .with(waiting.model(), new Loading(generation, waiting.fingerprint()));
            effects.add(new Start(waiting.model(), generation));
        }

        private void leave(ModelId model, Set<ModelId> drained) {
            switch (schedule.residents().get(model)) {
                case Loaded loaded when loaded.idle() -> {
                    schedule =
                            schedule.with(
                                    model,
                                    new Unloading(loaded.generation(), loaded.fingerprint()));
                    effects.add(new Stop(model, loaded.generation()));
                }
                case Loaded _ -> drained.add(model);
                case Loading loading when !isAwaited(model) -> {
                    schedule =
                            schedule.with(
                                    model,
                                    new Unloading(loading.generation(), loading.fingerprint()));
                    effects.add(new Stop(model, loading.generation()));
                }
                // whoever asked for it is served first, or it is leaving already
                case Loading _, Unloading _ -> {}
                case null -> {}
            }
        }

        private boolean isAwaited(ModelId model) {
            return schedule.queue().stream().anyMatch(waiting -> waiting.model().equals(model));
        }

        private void grant(Ticket waiting) {
            if (!(schedule.residents().get(waiting.model()) instanceof Loaded loaded)) {
                throw new IllegalStateException(
                        "granted " + waiting + " without a loaded model: " + schedule);
            }
            cancel(waiting.number());
            schedule = schedule.with(waiting.model(), loaded.oneMore(now));
            effects.add(new Grant(waiting, loaded.generation()));
        }

        private void refuse(Ticket waiting, Refusal why) {
            cancel(waiting.number());
            effects.add(new Refuse(waiting, why));
        }
    }
}
