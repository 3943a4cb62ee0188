package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
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
    private final Map<Lease, Applicant> held = new LinkedHashMap<>();
    private final List<Departing> departing = new ArrayList<>();
    private final Queue<Event> news = new ArrayDeque<>();
    private Runnable afterEach = () -> {};
    private volatile Predicate<ModelId> known = _ -> true;
    private boolean deciding;

    private volatile Schedule schedule = Schedule.EMPTY;
    private @Nullable Instant wakeAt;
    private long lastNumber;

    /// Somebody waits for the end of this child.
    private record Departing(ModelId model, long generation, CompletableFuture<Void> gone) {}

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

    /// Somebody is told after each decision, once what it ordered is under way.
    ///
    /// @param watch called on the owner's thread; must return at once
    public void onDecided(Runnable watch) {
        afterEach = watch;
    }

    /// The schedule as it is now, to look at.
    public Schedule schedule() {
        return schedule;
    }

    /// A place at the end of the queue.
    ///
    /// @param terms    what the model's files and settings mean for its child
    /// @param engine   what the engine is now
    /// @param autoload whether the model may be loaded for it; without effect for [Use#LOOK], which
    ///     never loads
    public Ticket ticket(ModelId model, Terms terms, String engine, Use use, boolean autoload) {
        boolean mayLoad = autoload && use != Use.LOOK;
        Instant now = clock.instant();
        return new Ticket(
                ++lastNumber, model, terms, engine, use, mayLoad, now, deadline(now), false);
    }

    /// The old place in the queue for a request that is dispatched a second time.
    public Ticket again(Ticket ticket) {
        Instant now = clock.instant();
        return ticket.again(now, deadline(now));
    }

    private Instant deadline(Instant now) {
        return maxWait.isZero() ? Instant.MAX : now.plus(maxWait);
    }

    /// Waits for a lease. The applicant may be called before this returns; when this is called by
    /// an applicant, only afterwards.
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

    /// Somebody orders the model by hand: a failure of it is forgotten, and a child that waits to
    /// be brought back is so now. [#submit] follows.
    public void insist(ModelId model) {
        happened(new Event.Insist(model));
    }

    /// Other models are known now: failures of those that are not are forgotten, also those to
    /// come. From any thread.
    public void known(Predicate<ModelId> models) {
        known = models;
        schedule.failures().keySet().stream()
                .filter(models.negate())
                .forEach(model -> post(new Event.Removed(model)));
    }

    /// Gives the model's memory back. Without `force` the child gets no further requests, those
    /// that run finish, and those that wait start it anew afterwards; a load that somebody waits
    /// for serves them first. With `force` both are refused with [Refusal.Stopped], and the child
    /// ends at once.
    ///
    /// @return done when the child that is there now is gone; at once when there is none
    public CompletableFuture<Void> unload(ModelId model, boolean force) {
        happened(new Event.Unload(model, force));
        return whenGone(model);
    }

    /// Stops serving: unloads every model, refuses whoever waits, and whoever comes until [#start].
    ///
    /// @param force whether requests that run are cut off
    /// @return done when the children that are there now are gone
    public CompletableFuture<Void> stop(boolean force) {
        happened(new Event.Halt(force));
        return CompletableFuture.allOf(
                schedule.residents().keySet().stream()
                        .map(this::whenGone)
                        .toArray(CompletableFuture<?>[]::new));
    }

    /// Serves again after [#stop].
    public void start() {
        happened(new Event.Resume());
    }

    /// Refuses whoever waits and whoever comes.
    public void close() {
        happened(new Event.Close());
    }

    /// News of a child. From any thread; decided on the owner's.
    public void post(Event event) {
        owner.execute(() -> happened(event));
    }

    private CompletableFuture<Void> whenGone(ModelId model) {
        @Nullable Resident resident = schedule.residents().get(model);
        if (resident == null) return CompletableFuture.completedFuture(null);
        var waiting = new Departing(model, resident.generation(), new CompletableFuture<>());
        departing.add(waiting);
        return waiting.gone();
    }

    /// One decision after another: what an applicant does while effects are performed is decided
    /// after them, or a child could be stopped before it was started.
    private void happened(Event event) {
        news.add(event);
        if (deciding) return;
        deciding = true;
        try {
            for (Event next = news.poll(); next != null; next = news.poll()) decide(next);
        } finally {
            deciding = false;
        }
    }

    private void decide(Event event) {
        Step step = scheduler.next(schedule, event, clock.instant());
        schedule = step.schedule();
        step.effects().forEach(this::perform);
        if (event instanceof Event.StartFailed failed && !known.test(failed.model()))
            news.add(new Event.Removed(failed.model()));
        tellWhoIsGone();
        wakeWhenNeeded();
        afterEach.run();
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Grant(var ticket, var generation) -> grant(ticket, generation);
            case Effect.Refuse(var ticket, var why) -> {
                Applicant applicant = applicants.remove(ticket.number());
                if (applicant != null) applicant.refused(why);
            }
            case Effect.Revoke(var _, var generation, var why) -> revoke(generation, why);
            case Effect.Start(var model, var generation) -> effects.start(model, generation);
            case Effect.Recover(var model, var generation, var next) ->
                    effects.recover(model, generation, next);
            case Effect.Replace(var model, var generation, var next) ->
                    effects.replace(model, generation, next);
            case Effect.Hasten(var model, var generation) -> effects.hasten(model, generation);
            case Effect.Forget(var model) -> effects.forget(model);
            case Effect.Stop(var model, var generation) -> effects.stop(model, generation);
            case Effect.Evict(var model, var generation, var inFavourOf) ->
                    effects.evict(model, generation, inFavourOf);
            case Effect.Kill(var model, var generation) -> effects.kill(model, generation);
        }
    }

    private void grant(Ticket ticket, long generation) {
        var lease = new Lease(ticket, generation, this::released);
        Applicant applicant = applicants.remove(ticket.number());
        if (applicant == null) {
            lease.close(); // left while this step was performed
            return;
        }
        held.put(lease, applicant);
        applicant.granted(lease);
    }

    private void released(Lease lease) {
        held.remove(lease);
        happened(new Event.Release(lease.model(), lease.generation(), lease.ticket().use()));
    }

    private void revoke(long generation, Refusal why) {
        List<Lease> leases =
                held.keySet().stream().filter(lease -> lease.generation() == generation).toList();
        for (Lease lease : leases) {
            Applicant applicant = held.get(lease);
            if (applicant != null) applicant.revoked(why);
        }
    }

    private void tellWhoIsGone() {
        List<Departing> gone =
                departing.stream()
                        .filter(
                                child ->
                                        schedule.resident(child.model(), child.generation())
                                                .isEmpty())
                        .toList();
        departing.removeAll(gone);
        gone.forEach(child -> child.gone().complete(null));
    }

    private void wakeWhenNeeded() {
        Instant next = schedule.nextWake().orElse(null);
        if (next == null || (wakeAt != null && !next.isBefore(wakeAt))) return;
        wakeAt = next;
        timer.after(Duration.between(clock.instant(), next), () -> wake(next));
    }

    /// A timer that an earlier one has overtaken changes nothing, or there would be more and more.
    private void wake(Instant asked) {
        if (!asked.equals(wakeAt)) return;
        wakeAt = null;
        happened(new Event.Tick());
    }
}
