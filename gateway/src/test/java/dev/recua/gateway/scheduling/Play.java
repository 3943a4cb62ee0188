package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A scheduler with its schedule and a clock, for tests that tell a story event by event.
final class Play {
    static final ModelId A = new ModelId("a:1b");
    static final ModelId B = new ModelId("b:1b");
    static final ModelId C = new ModelId("c:1b");
    static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private final Scheduler scheduler;
    private final Terms terms;
    private Schedule schedule = Schedule.EMPTY;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long lastNumber;

    private Play(int maxModels, int maxWaiting, Terms terms) {
        this.scheduler =
                new Scheduler(new CountPolicy(maxModels), new QueueLimits(maxWaiting, MAX_WAIT));
        this.terms = terms;
    }

    /// @param parallel leases of each child
    static Play of(int maxModels, int parallel) {
        return new Play(maxModels, 0, new Terms("f", parallel, Duration.ZERO));
    }

    static Play withQueueOf(int maxWaiting) {
        return new Play(1, maxWaiting, new Terms("f", 1, Duration.ZERO));
    }

    static Play unloadingAfter(Duration idle) {
        return new Play(2, 0, new Terms("f", 4, idle));
    }

    Schedule schedule() {
        return schedule;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    List<Effect> on(Event event) {
        Step step = scheduler.next(schedule, event, now);
        schedule = step.schedule();
        return step.effects();
    }

    List<Effect> ask(Ticket ticket) {
        return on(new Event.Admit(ticket));
    }

    List<Effect> release(ModelId model, long generation) {
        return on(new Event.Release(model, generation, Use.WORK));
    }

    /// Starts the model for a request that then holds one lease.
    ///
    /// @return the child's generation
    long load(ModelId model) {
        long generation = schedule.nextGeneration();
        ask(work(model));
        on(new Event.Ready(model, generation));
        return generation;
    }

    /// For a model of a server that somebody else runs.
    Ticket elsewhere(ModelId model) {
        var there = new Terms("there", 1, Duration.ZERO, true);
        return new Ticket(
                ++lastNumber,
                model,
                there,
                "engine",
                Use.WORK,
                true,
                now,
                now.plus(MAX_WAIT),
                false);
    }

    Ticket work(ModelId model) {
        return ticket(model, Use.WORK, true);
    }

    Ticket ticket(ModelId model, Use use, boolean mayLoad) {
        return new Ticket(
                ++lastNumber, model, terms, "engine", use, mayLoad, now, now.plus(MAX_WAIT), false);
    }
}
