package dev.recua.gateway.scheduling;

import dev.recua.gateway.scheduling.Resident.Loaded;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may join the queue, and who has waited too long.
final class Admission {
    private final Turn turn;
    private final QueueLimits limits;

    Admission(Turn turn, QueueLimits limits) {
        this.turn = turn;
        this.limits = limits;
    }

    void admit(Ticket ticket) {
        Optional<Refusal> why = refusal(ticket);
        if (why.isPresent()) {
            turn.refuse(ticket, why.get());
            return;
        }
        turn.become(turn.schedule().enqueue(ticket));
    }

    private Optional<Refusal> refusal(Ticket ticket) {
        Schedule schedule = turn.schedule();
        return switch (schedule.phase()) {
            case CLOSED -> Optional.of(new Refusal.ShuttingDown());
            case STOPPED -> Optional.of(new Refusal.Stopped(Optional.empty()));
            case OPEN ->
                    Optional.ofNullable(schedule.failures().get(ticket.model()))
                            .filter(known -> known.wouldHappenTo(ticket, turn.now()))
                            .map(known -> failed(ticket, known));
        };
    }

    /// Whoever may not load is not told of a load that failed.
    private static Refusal failed(Ticket ticket, Schedule.KnownFailure known) {
        return ticket.mayLoad()
                ? new Refusal.LoadFailed(ticket.model(), known.failure())
                : new Refusal.NotLoaded(ticket.model());
    }

    void refuseTheLate() {
        int ahead = 0;
        for (Ticket waiting : turn.schedule().queue()) {
            if (waiting.deadline().isAfter(turn.now())) ahead++;
            else {
                turn.refuse(
                        waiting, new Refusal.WaitTimeout(waiting.model(), limits.maxWait(), ahead));
            }
        }
    }

    /// Rule 7. Those who waited before it did what it could do, so nothing was started, drained or
    /// stopped for it.
    void refuseWhenFull(Ticket newcomer) {
        if (newcomer.again() || !turn.schedule().queue().contains(newcomer)) return;
        List<Ticket> others =
                turn.schedule().waitingFor(newcomer.model()).stream()
                        .filter(waiting -> waiting.number() != newcomer.number())
                        .toList();
        if (limits.isFull(others.size())) turn.refuse(newcomer, full(newcomer.model(), others));
    }

    private Refusal full(ModelId model, List<Ticket> others) {
        return new Refusal.QueueFull(model, others.size(), running(model), oldest(others));
    }

    private int running(ModelId model) {
        @Nullable Resident resident = turn.schedule().residents().get(model);
        return resident instanceof Loaded loaded ? loaded.active() : 0;
    }

    private Duration oldest(List<Ticket> waiting) {
        return waiting.stream()
                .map(ticket -> Duration.between(ticket.since(), turn.now()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
