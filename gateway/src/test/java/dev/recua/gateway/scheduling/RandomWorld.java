package dev.recua.gateway.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Children, clients and people as the scheduler may meet them, from a seed, and what must be true
/// of its answers:
///
/// - a request is answered exactly once, and only as it may be: granted on a ready child of its own
///   files, refused for a reason that holds;
/// - work on a child never exceeds `parallel`; models never exceed the limit;
/// - a child that leaves is granted to nobody but those who waited for its load before; nothing is
///   granted while serving is stopped;
/// - a child that crashes comes back unless it was to leave, and never beside a second one;
/// - a failure is told at once for as long as its rule says, and forgotten by an order by hand;
/// - a child is stopped only when nobody holds it, and cut off only by force;
/// - when those that run end, everybody who waits is answered, and what nobody uses is unloaded.
final class RandomWorld {
    private static final List<ModelId> MODELS =
            List.of(new ModelId("a"), new ModelId("b"), new ModelId("c"), new ModelId("d"));
    private static final QueueLimits LIMITS = new QueueLimits(6, Duration.ofMinutes(10));
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Random random;
    private final int maxModels;
    private final Scheduler scheduler;
    private Schedule schedule = Schedule.EMPTY;
    private Instant now = Instant.EPOCH;
    private long lastNumber;

    private final Map<Long, Ticket> waiting = new TreeMap<>();
    private final List<Effect.Grant> running = new ArrayList<>();
    private final Map<ModelId, Schedule.KnownFailure> failures = new HashMap<>();
    private final Map<Long, Child> starting = new TreeMap<>();
    private final Map<Long, Child> ready = new TreeMap<>();
    private final Map<Long, Child> stopping = new TreeMap<>();
    private final Map<Long, Child> stoppedEarly = new TreeMap<>();
    private final Map<Long, Child> crashed = new TreeMap<>();
    private final Set<Long> unfit = new HashSet<>();
    private final Set<Long> answered = new HashSet<>();
    private final Map<ModelId, Integer> versions = new HashMap<>();
    private final List<Effect.Grant> revoked = new ArrayList<>();
    private Event current = new Event.Tick();
    private boolean stopped;

    /// @param guests the only ones who may still be granted to it; empty: anybody
    private record Child(ModelId model, Terms terms, Optional<Set<Long>> guests) {
        Child leaving(Set<Long> last) {
            var fewer = new HashSet<>(last);
            guests.ifPresent(fewer::retainAll);
            return new Child(model, terms, Optional.of(fewer));
        }

        boolean serves(Ticket ticket) {
            return terms.fingerprint().equals(ticket.fingerprint())
                    && guests.map(few -> few.contains(ticket.number())).orElse(true);
        }
    }

    RandomWorld(long seed, int maxModels) {
        this.random = new Random(seed);
        this.maxModels = maxModels;
        this.scheduler = new Scheduler(new CountPolicy(maxModels), LIMITS);
    }

    void live(int steps) {
        for (int i = 0; i < steps; i++) somethingHappens();
        theWorldCalmsDown();
    }

    private void somethingHappens() {
        now = now.plusMillis(random.nextInt(2_000));
        switch (random.nextInt(52)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> ask(anyModel());
            case 12, 13, 14, 15, 16, 17, 18, 19 -> finishOne();
            case 20, 21, 22, 23 -> becomeReady();
            case 24, 25, 26 -> leave();
            case 27, 28 -> failToStart();
            case 29, 30, 31 -> disappear(stopping);
            case 32 -> crash(ready);
            case 33, 34 -> endEarly();
            case 35 -> breakItsConnections();
            case 36, 37 -> unload(anyModel(), random.nextInt(3) == 0);
            case 38 -> halt(random.nextBoolean());
            case 39, 40 -> resume();
            case 41 -> versions.merge(anyModel(), 1, Integer::sum);
            case 42, 43 -> crash(starting);
            case 44 -> crash(ready);
            case 45 -> giveUp();
            case 46 -> insist(anyModel());
            case 47 -> remove(anyModel());
            default -> on(new Event.Tick());
        }
    }

    private ModelId anyModel() {
        return MODELS.get(random.nextInt(MODELS.size()));
    }

    private void ask(ModelId model) {
        Use use =
                switch (random.nextInt(6)) {
                    case 0 -> Use.LOOK;
                    case 1 -> Use.LIGHT;
                    default -> Use.WORK;
                };
        boolean mayLoad = use != Use.LOOK && random.nextInt(8) > 0;
        admit(
                new Ticket(
                        ++lastNumber,
                        model,
                        terms(model),
                        "engine",
                        use,
                        mayLoad,
                        now,
                        now.plus(LIMITS.maxWait()),
                        false));
    }

    private Terms terms(ModelId model) {
        int which = MODELS.indexOf(model);
        String fingerprint = "version " + versions.getOrDefault(model, 0);
        return new Terms(fingerprint, 1 + which, which % 2 == 0 ? IDLE : Duration.ZERO);
    }

    private void admit(Ticket ticket) {
        waiting.put(ticket.number(), ticket);
        on(new Event.Admit(ticket));
    }

    private void finishOne() {
        if (running.isEmpty()) return;
        release(running.remove(random.nextInt(running.size())));
    }

    private void release(Effect.Grant over) {
        on(new Event.Release(over.ticket().model(), over.generation(), over.ticket().use()));
    }

    private void becomeReady() {
        any(starting)
                .ifPresent(
                        generation -> {
                            Child child = starting.remove(generation);
                            ready.put(generation, child);
                            on(new Event.Ready(child.model(), generation));
                        });
    }

    private void failToStart() {
        any(starting)
                .ifPresent(
                        generation -> {
                            Child child = starting.remove(generation);
                            remember(child);
                            fail(child, generation);
                        });
    }

    private void remember(Child child) {
        failures.put(
                child.model(),
                new Schedule.KnownFailure(child.terms().fingerprint(), "engine", failure(), now));
    }

    private void fail(Child child, long generation) {
        on(new Event.StartFailed(child.model(), generation, failure(), "engine"));
    }

    /// A child that was told to stop while it loaded: it ends, or becomes ready just before.
    private void endEarly() {
        any(stoppedEarly)
                .ifPresent(
                        generation -> {
                            Child child = stoppedEarly.remove(generation);
                            if (random.nextBoolean()) {
                                fail(child, generation);
                            } else {
                                stopping.put(generation, child);
                                on(new Event.Ready(child.model(), generation));
                            }
                        });
    }

    private void disappear(Map<Long, Child> whence) {
        any(whence)
                .ifPresent(
                        generation -> {
                            Child child = whence.remove(generation);
                            on(new Event.Gone(child.model(), generation));
                        });
    }

    /// It comes back, unless it is to leave.
    private void crash(Map<Long, Child> whence) {
        any(whence)
                .ifPresent(
                        generation -> {
                            Child child = whence.remove(generation);
                            crashed.put(generation, child);
                            var victims = takeFrom(generation);
                            on(new Event.Crashed(child.model(), generation));
                            assertThat(crashed).as("came back, or stops").isEmpty();
                            areOver(victims);
                        });
    }

    /// A child that takes requests crashes once too often.
    private void giveUp() {
        any(ready)
                .ifPresent(
                        generation -> {
                            Child child = ready.remove(generation);
                            if (!leaves(generation)) remember(child);
                            var victims = takeFrom(generation);
                            fail(child, generation);
                            areOver(victims);
                        });
    }

    private boolean leaves(long generation) {
        return schedule.residents().values().stream()
                .filter(resident -> resident.generation() == generation)
                .anyMatch(resident -> resident instanceof Resident.Loaded it && it.leaving());
    }

    private List<Effect.Grant> takeFrom(long generation) {
        var victims = of(running, generation);
        running.removeAll(victims);
        return victims;
    }

    /// Some of those that ran on it are dispatched again, at their old places; a release of an old
    /// child comes late.
    private void areOver(List<Effect.Grant> victims) {
        for (Effect.Grant victim : victims) {
            release(victim);
            if (random.nextBoolean()) dispatchAgain(victim.ticket());
        }
    }

    private void insist(ModelId model) {
        on(new Event.Insist(model));
        assertThat(schedule.hasFailed(model)).isFalse();
    }

    private void remove(ModelId model) {
        on(new Event.Removed(model));
        assertThat(schedule.hasFailed(model)).isFalse();
    }

    private void dispatchAgain(Ticket ticket) {
        answered.remove(ticket.number());
        admit(ticket.again(now, now.plus(LIMITS.maxWait())));
    }

    private void breakItsConnections() {
        any(ready)
                .ifPresent(
                        generation -> {
                            Child child = ready.get(generation);
                            ready.put(generation, child.leaving(Set.of()));
                            unfit.add(generation);
                            on(new Event.Unfit(child.model(), generation));
                        });
    }

    private void unload(ModelId model, boolean force) {
        if (!force) {
            var last = new HashSet<Long>();
            waiting.values().stream()
                    .filter(ticket -> ticket.model().equals(model))
                    .forEach(ticket -> last.add(ticket.number()));
            tellToLeave(starting, model, last);
            tellToLeave(ready, model, Set.of());
        }
        on(new Event.Unload(model, force));
        if (!force) return;
        assertThat(starting.values()).extracting(Child::model).doesNotContain(model);
        assertThat(ready.values()).extracting(Child::model).doesNotContain(model);
        assertThat(waiting.values()).extracting(Ticket::model).doesNotContain(model);
    }

    private static void tellToLeave(Map<Long, Child> children, ModelId model, Set<Long> last) {
        children.replaceAll(
                (generation, child) -> child.model().equals(model) ? child.leaving(last) : child);
    }

    private void halt(boolean force) {
        stopped = true;
        ready.replaceAll((generation, child) -> child.leaving(Set.of()));
        on(new Event.Halt(force));
        assertThat(waiting).as("who waits after a stop").isEmpty();
        assertThat(starting).as("loads after a stop").isEmpty();
        if (force) assertThat(ready).as("children after a forced stop").isEmpty();
    }

    private void resume() {
        stopped = false;
        on(new Event.Resume());
    }

    private void leave() {
        any(waiting)
                .ifPresent(
                        number -> {
                            waiting.remove(number);
                            on(new Event.Cancel(number));
                        });
    }

    /// Nobody asks any more; each thing that is under way ends, in any order.
    private void theWorldCalmsDown() {
        resume();
        for (int i = 0; i < 100_000 && !waiting.isEmpty(); i++) {
            if (!stopping.isEmpty()) disappear(stopping);
            else if (!stoppedEarly.isEmpty()) endEarly();
            else if (!starting.isEmpty()) becomeReady();
            else if (!running.isEmpty()) finishOne();
            else break;
        }
        assertThat(waiting).as("requests that nobody answered").isEmpty();
        while (!starting.isEmpty()) becomeReady();
        while (!running.isEmpty()) finishOne();
        now = now.plus(IDLE);
        on(new Event.Tick());
        assertThat(ready.values())
                .as("what stays loaded unused")
                .allMatch(child -> child.terms().idleUnload().isZero() && child.guests().isEmpty());
    }

    private void on(Event event) {
        current = event;
        Step step = scheduler.next(schedule, event, now);
        schedule = step.schedule();
        step.effects().forEach(this::happens);
        int resident = starting.size() + ready.size() + stopping.size() + stoppedEarly.size();
        if (maxModels > 0)
            assertThat(resident).as("resident after " + event).isLessThanOrEqualTo(maxModels);
        assertThat(schedule.residents()).hasSize(resident);
        assertThat(schedule.failures()).isEqualTo(failures);
        assertThat(schedule.queue()).containsExactlyElementsOf(waiting.values());
        if (event instanceof Event.Tick)
            assertThat(schedule.nextWake().orElse(Instant.MAX)).isAfter(now);
        var late = List.copyOf(revoked);
        revoked.clear();
        late.forEach(this::release);
    }

    private void happens(Effect effect) {
        switch (effect) {
            case Effect.Grant grant -> granted(grant);
            case Effect.Refuse(var ticket, var why) -> {
                assertThat(isTrue(why, ticket)).as("%s for %s", why, ticket).isTrue();
                answer(ticket);
            }
            case Effect.Revoke(var _, var generation, var _) -> {
                assertThat(isForced()).as("revoked by " + current).isTrue();
                revoked.addAll(of(running, generation));
                running.removeAll(revoked);
            }
            case Effect.Start(var model, var generation) -> started(model, generation);
            case Effect.Recover(var model, var generation, var next) -> {
                Child before = crashed.remove(generation);
                assertThat(before).as("crashed as " + generation).isNotNull();
                assertThat(stopped).as("brought back while serving is stopped").isFalse();
                comesBack(model, before, next);
            }
            case Effect.Replace(var model, var generation, var next) -> {
                assertThat(unfit).contains(generation);
                assertThat(of(running, generation)).as("who runs on it").isEmpty();
                comesBack(model, ready.remove(generation), next);
            }
            case Effect.Hasten(var _, var generation) -> {
                assertThat(current).isInstanceOf(Event.Insist.class);
                assertThat(starting).containsKey(generation);
            }
            case Effect.Forget(var model) -> failures.remove(model);
            case Effect.Stop(var model, var generation) -> toldToStop(model, generation);
            case Effect.Evict(var model, var generation, var inFavourOf) -> {
                assertThat(schedule.waitingFor(inFavourOf)).as("who wants it").isNotEmpty();
                toldToStop(model, generation);
            }
            case Effect.Kill(var _, var generation) -> {
                assertThat(isForced()).as("killed by " + current).isTrue();
                assertThat(of(running, generation)).as("not told before").isEmpty();
                Child loading = starting.remove(generation);
                if (loading != null) stoppedEarly.put(generation, loading);
                Child loaded = ready.remove(generation);
                if (loaded != null) stopping.put(generation, loaded);
            }
        }
    }

    private void comesBack(ModelId model, Child before, long next) {
        for (Map<Long, Child> others : List.of(starting, ready, stopping, stoppedEarly))
            assertThat(others.values()).extracting(Child::model).doesNotContain(model);
        starting.put(next, new Child(model, before.terms(), Optional.empty()));
    }

    private void toldToStop(ModelId model, long generation) {
        Child dead = crashed.remove(generation);
        if (dead != null) {
            stopping.put(generation, dead);
            return;
        }
        assertThat(of(running, generation)).isEmpty();
        Child loading = starting.remove(generation);
        if (loading == null) {
            stopping.put(generation, ready.remove(generation));
            return;
        }
        assertThat(waiting.values())
                .noneMatch(ticket -> ticket.model().equals(model) && loading.serves(ticket));
        stoppedEarly.put(generation, loading);
    }

    private void granted(Effect.Grant grant) {
        Ticket ticket = grant.ticket();
        Child child = ready.get(grant.generation());
        assertThat(child).as("a ready child for " + grant).isNotNull();
        assertThat(child.model()).isEqualTo(ticket.model());
        assertThat(child.serves(ticket)).as("%s on %s", ticket, child).isTrue();
        assertThat(stopped).as("granted while serving is stopped").isFalse();
        answer(ticket);
        running.add(grant);
        assertThat(of(running, grant.generation()))
                .filteredOn(other -> other.ticket().use() == Use.WORK)
                .hasSizeLessThanOrEqualTo(child.terms().parallel());
    }

    private void started(ModelId model, long generation) {
        assertThat(stopped).as("started while serving is stopped").isFalse();
        for (Map<Long, Child> others : List.of(starting, ready, stopping, stoppedEarly))
            assertThat(others.values()).extracting(Child::model).doesNotContain(model);
        failures.remove(model);
        Terms terms = schedule.residents().get(model).terms();
        starting.put(generation, new Child(model, terms, Optional.empty()));
    }

    /// Whether a reason can be true now.
    private boolean isTrue(Refusal why, Ticket ticket) {
        return switch (why) {
            case Refusal.WaitTimeout _ -> !ticket.deadline().isAfter(now);
            case Refusal.QueueFull full ->
                    !ticket.again()
                            && full.waiting() == LIMITS.maxWaiting()
                            && waiting.values().stream()
                                            .filter(it -> it.model().equals(ticket.model()))
                                            .count()
                                    == LIMITS.maxWaiting() + 1;
            case Refusal.NotLoaded _ -> !ticket.mayLoad() && !canServe(ticket);
            case Refusal.LoadFailed(var model, var _) ->
                    current instanceof Event.StartFailed
                            || failures.get(model).wouldHappenTo(ticket, now);
            case Refusal.Stopped(var model) -> model.isEmpty() ? stopped : isForced();
            case Refusal.ShuttingDown _ -> false;
        };
    }

    private boolean canServe(Ticket ticket) {
        return List.of(starting, ready).stream()
                .flatMap(children -> children.values().stream())
                .anyMatch(child -> child.model().equals(ticket.model()) && child.serves(ticket));
    }

    private boolean isForced() {
        return switch (current) {
            case Event.Unload(var _, var force) -> force;
            case Event.Halt(var force) -> force;
            default -> false;
        };
    }

    private void answer(Ticket ticket) {
        assertThat(answered.add(ticket.number())).as("answered once: " + ticket).isTrue();
        assertThat(waiting.remove(ticket.number())).as("still waiting: " + ticket).isNotNull();
    }

    private static List<Effect.Grant> of(List<Effect.Grant> grants, long generation) {
        return grants.stream().filter(grant -> grant.generation() == generation).toList();
    }

    private Optional<Long> any(Map<Long, ?> from) {
        if (from.isEmpty()) return Optional.empty();
        var keys = List.copyOf(from.keySet());
        return Optional.of(keys.get(random.nextInt(keys.size())));
    }

    private static LoadFailure failure() {
        return new LoadFailure(
                LoadFailure.Kind.FAILED, "it ended", "exited", false, OptionalInt.of(1), List.of());
    }
}
