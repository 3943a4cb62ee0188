package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The only owner of the schedule: feeds events to the [Scheduler] and performs what it decides.
///
/// All of it happens on one thread, the owner's (in the gateway: the event loop). [#post] and
/// [#schedule] may be called from any thread; everything else on the owner's thread only.
public final class Dispatcher {
    private final Scheduler scheduler;
    private final Effects effects;
    private final InstantSource clock;
    private final Executor owner;
    private final Timer timer;
    private final Duration maxWait;
    private final Map<Long, Applicant> applicants = new HashMap<>();

    private volatile Schedule schedule = Schedule.EMPTY;
    private @Nullable Instant wakeAt;
    private long lastNumber;

    /// @param owner   runs tasks one after another on the owner's thread
    /// @param timer   calls back on the owner's thread
    /// @param maxWait how long a request may wait for a lease; zero: for ever
    public Dispatcher(
            Scheduler scheduler,
            Effects effects,
            InstantSource clock,
            Executor owner,
            Timer timer,
            Duration maxWait) {
        this.scheduler = scheduler;
        this.effects = effects;
        this.clock = clock;
        this.owner = owner;
        this.timer = timer;
        this.maxWait = maxWait;
    }

    /// The schedule as it is now, to look at.
    public Schedule schedule() {
        return schedule;
    }

    /// A place at the end of the queue.
    public Ticket ticket(ModelId model, String fingerprint, String engine) {
        return new Ticket(++lastNumber, model, fingerprint, engine, deadline());
    }

    /// The old place in the queue for a request that is dispatched a second time.
    public Ticket again(Ticket ticket) {
        return ticket.until(deadline());
    }

    private Instant deadline() {
        return maxWait.isZero() ? Instant.MAX : clock.instant().plus(maxWait);
    }

    /// Waits for a lease. The applicant may be called before this returns.
    public void submit(Ticket ticket, Applicant applicant) {
        applicants.put(ticket.number(), applicant);
        happened(new Event.Admit(ticket));
    }

    /// Ends the wait: the client has left. Without effect when the wait is over.
    public void cancel(Ticket ticket) {
        if (applicants.remove(ticket.number()) != null) happened(new Event.Cancel(ticket.number()));
    }

    /// The lease's child breaks its connections: it is replaced once its requests are over.
    public void retire(Lease lease) {
        happened(new Event.Unfit(lease.model(), lease.generation()));
    }

    /// Refuses whoever waits and whoever comes.
    public void close() {
        happened(new Event.Close());
    }

    /// News of a child. From any thread; decided on the owner's.
    public void post(Event event) {
        owner.execute(() -> happened(event));
    }

    private void happened(Event event) {
        Step step = scheduler.next(schedule, event, clock.instant());
        schedule = step.schedule();
        step.effects().forEach(this::perform);
        wakeForTheNextDeadline();
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Grant(var ticket, var generation) -> grant(ticket, generation);
            case Effect.Refuse(var ticket, var why) -> {
                Applicant applicant = applicants.remove(ticket.number());
                if (applicant != null) applicant.refused(why);
            }
            case Effect.Start(var model, var generation) -> effects.start(model, generation);
            case Effect.Stop(var model, var generation) -> effects.stop(model, generation);
        }
    }

    private void grant(Ticket ticket, long generation) {
        var lease =
                new Lease(
                        ticket,
                        generation,
                        () -> happened(new Event.Release(ticket.model(), generation)));
        Applicant applicant = applicants.remove(ticket.number());
        if (applicant == null) lease.close(); // left while this step was performed
        else applicant.granted(lease);
    }

    private void wakeForTheNextDeadline() {
        Instant next = schedule.nextDeadline().orElse(null);
        if (next == null || (wakeAt != null && !next.isBefore(wakeAt))) return;
        wakeAt = next;
        timer.after(Duration.between(clock.instant(), next), this::wake);
    }

    private void wake() {
        wakeAt = null;
        happened(new Event.Tick());
    }
}
