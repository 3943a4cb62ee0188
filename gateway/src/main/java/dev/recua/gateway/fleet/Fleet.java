package dev.recua.gateway.fleet;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.scheduling.Effects;
import dev.recua.gateway.scheduling.Event;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All children of this gateway, by the number of their start.
///
/// Performs what the scheduler decides and posts what became of it: for each start exactly one
/// `Ready` or `StartFailed`, and after a `Ready` exactly one `Gone`. Safe from any thread.
public final class Fleet implements Effects {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    /// How long an engine may work on for a client that has left before it is told again: an idle
    /// one exits within 5 ms of the first SIGTERM, a busy one at once on the second (llama-server
    /// 0.7.0).
    private static final long PATIENCE_WITH_LEFTOVERS_MS = 100;

    /// How long a connection may be broken before its process counts as alive.
    private static final long REAPING_MS = 500;

    /// Ends that are still told to a request which asks late.
    private static final long DEPARTURES_KEPT = 64;

    private static final Departure GONE =
            Departure.of("it is gone", OptionalInt.empty(), List.of());
    private static final Departure STILL_THERE =
            new Departure(
                    false,
                    "it closed the connection and is still running",
                    OptionalInt.empty(),
                    List.of());

    private static final String UNKNOWN = "unknown";

    private final Launcher launcher;
    private final Consumer<Event> post;
    private final FleetWatch watch;
    private final Map<Long, Member> members = new ConcurrentHashMap<>();
    private final Map<Long, Departure> departures = new ConcurrentHashMap<>();
    private final Map<ModelId, LlamaServiceState> states = new ConcurrentHashMap<>();
    private volatile boolean ending;
    private volatile boolean closing;

    /// One child and what became of it.
    private static final class Member {
        final ModelId model;
        final long generation;
        final CompletableFuture<Departure> departed = new CompletableFuture<>();
        volatile Optional<Running> running = Optional.empty();
        volatile boolean leaving;
        volatile boolean killed;

        Member(ModelId model, long generation) {
            this.model = model;
            this.generation = generation;
        }
    }

    /// @param post hands an event to the dispatcher
    public Fleet(Launcher launcher, Consumer<Event> post) {
        this(launcher, post, FleetWatch.NOBODY);
    }

    /// @param post  hands an event to the dispatcher
    /// @param watch is told of loads and of accidents
    public Fleet(Launcher launcher, Consumer<Event> post, FleetWatch watch) {
        this.launcher = launcher;
        this.post = post;
        this.watch = watch;
    }

    /// The child of this start, while it is there.
    public Optional<Running> running(long generation) {
        return Optional.ofNullable(members.get(generation)).flatMap(member -> member.running);
    }

    /// All children that are there now, with their models.
    public Map<Long, ModelId> models() {
        var models = new TreeMap<Long, ModelId>();
        members.forEach((generation, member) -> models.put(generation, member.model));
        return models;
    }

    /// All children that are there now.
    public Collection<Running> all() {
        return members.values().stream().flatMap(member -> member.running.stream()).toList();
    }

    /// What each service does, by its model: of those that run, come back or leave, and of those
    /// that were given up (`error`) until the model is started again, unloaded or removed. A model
    /// that is not here is `initial`.
    public Map<ModelId, LlamaServiceState> services() {
        return Map.copyOf(states);
    }

    /// How the child of this start ended. For whoever lost the connection to it: waits a moment,
    /// since the connection breaks before the process is reaped, and says so when the process is
    /// still there.
    public CompletableFuture<Departure> departure(long generation) {
        Member member = members.get(generation);
        if (member == null) {
            Departure known = departures.getOrDefault(generation, GONE);
            return CompletableFuture.completedFuture(known);
        }
        return member.departed.copy().completeOnTimeout(STILL_THERE, REAPING_MS, MILLISECONDS);
    }

    @Override
    public void start(ModelId model, long generation) {
        var member = new Member(model, generation);
        members.put(generation, member);
        tell(member, LlamaServiceStatus.STARTING, null);
        Thread.ofVirtual().name("launch " + model.value()).start(() -> live(member));
    }

    @Override
    public void stop(ModelId model, long generation) {
        Member member = members.get(generation);
        if (member == null) return; // it ended by itself; its `Gone` is on its way
        member.leaving = true;
        tell(member, LlamaServiceStatus.STOPPING, null);
        LOG.info("model unloads model={} generation={}", model.value(), generation);
        member.running.ifPresent(
                running ->
                        Thread.ofVirtual()
                                .name("stop " + model.value())
                                .start(() -> stopWithoutWaitingForLeftovers(running)));
    }

    @Override
    public void evict(ModelId model, long generation, ModelId inFavourOf) {
        watch.evicted(model, inFavourOf);
        stop(model, generation);
    }

    @Override
    public void kill(ModelId model, long generation) {
        Member member = members.get(generation);
        if (member == null) return; // it ended by itself; its `Gone` is on its way
        member.leaving = true;
        member.killed = true;
        tell(member, LlamaServiceStatus.STOPPING, null);
        LOG.info("model is unloaded by force model={} generation={}", model.value(), generation);
        member.running.ifPresent(Running::kill);
    }

    /// From now on an end of a child is no accident: the gateway leaves.
    public void expectEnds() {
        ending = true;
    }

    /// Ends every child at once, and each that is still being launched; the last resort. Waits for
    /// their ends: whoever calls this ends the process next, and a signal that is only on its way
    /// would never be sent.
    ///
    /// @param limit how long it may wait
    public void killAll(Duration limit) {
        closing = true;
        Collection<Running> left = all();
        left.forEach(Running::kill);
        var gone = left.stream().map(Running::gone).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(gone)
                .completeOnTimeout(null, limit.toMillis(), MILLISECONDS)
                .join();
    }

    /// Nobody holds a lease of this child, so whatever keeps it busy is work for a client that has
    /// left: it must not delay the swap.
    private static void stopWithoutWaitingForLeftovers(Running running) {
        running.stop();
        try {
            running.gone().get(PATIENCE_WITH_LEFTOVERS_MS, MILLISECONDS);
        } catch (TimeoutException stillBusy) {
            running.terminate();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException bug) {
            LOG.error("waiting for a child's end failed pid={}", running.pid(), bug);
        }
    }

    /// One child's life, from launch to end, told on its own virtual thread.
    private void live(Member member) {
        try {
            long began = System.nanoTime();
            Running running = launcher.launch(member.model);
            member.running = Optional.of(running);
            if (closing || member.killed) running.kill();
            else if (member.leaving) running.stop(); // told before there was a process
            Optional<LoadFailure> failure = running.started().get();
            if (failure.isEmpty()) ready(member, running, began);
            Departure departure = running.gone().get();
            if (failure.isEmpty()) departed(member, departure);
            else failed(member, failure.get(), running.engine());
        } catch (Launcher.LaunchFailed failed) {
            failed(member, failed.failure(), failed.engine());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failed(member, unexpected("the launch was interrupted"), UNKNOWN);
        } catch (ExecutionException | RuntimeException bug) {
            LOG.error("a child's life went wrong model={}", member.model.value(), bug);
            member.running.ifPresent(Running::kill);
            failed(member, unexpected("the launch failed inside Recua: " + bug), UNKNOWN);
        }
    }

    private void ready(Member member, Running running, long began) {
        long took = System.nanoTime() - began;
        watch.loaded(member.model, Duration.ofNanos(took));
        tell(member, LlamaServiceStatus.READY, null);
        LOG.info(
                "model ready model={} pid={} port={} load={}ms",
                member.model.value(),
                running.pid(),
                running.port(),
                TimeUnit.NANOSECONDS.toMillis(took));
        post.accept(new Event.Ready(member.model, member.generation));
    }

    private void failed(Member member, LoadFailure failure, String engine) {
        if (member.leaving || ending) {
            LOG.info("model unloaded before it was ready model={}", member.model.value());
        } else {
            watch.notLoaded(member.model);
            LOG.warn(
                    "model not loaded model={} cause={}: {}",
                    member.model.value(),
                    failure.cause(),
                    failure.message());
        }
        boolean wanted = member.leaving || ending;
        tell(
                member,
                wanted ? LlamaServiceStatus.INITIAL : LlamaServiceStatus.ERROR,
                wanted ? null : failure.message());
        post.accept(new Event.StartFailed(member.model, member.generation, failure, engine));
        forget(member, Departure.of(failure.message(), failure.exitCode(), failure.log()));
    }

    private void forget(Member member, Departure departure) {
        departures.put(member.generation, departure);
        departures.remove(member.generation - DEPARTURES_KEPT);
        members.remove(member.generation);
        member.departed.complete(departure);
    }

    private void departed(Member member, Departure departure) {
        if (member.leaving || ending) {
            LOG.info("model unloaded model={}", member.model.value());
        } else {
            watch.died(member.model);
            LOG.warn("engine died model={} how={}", member.model.value(), departure.how());
        }
        tell(member, LlamaServiceStatus.INITIAL, null);
        post.accept(new Event.Gone(member.model, member.generation));
        forget(member, departure);
    }

    private void tell(Member member, LlamaServiceStatus status, @Nullable String error) {
        String began = member.running.map(running -> running.startedAt().toString()).orElse(null);
        var state = new LlamaServiceState(status, List.of(), error, 0, 0, 0, began, false);
        if (status == LlamaServiceStatus.INITIAL) states.remove(member.model);
        else states.put(member.model, state);
        watch.changed(member.model, state);
    }

    private static LoadFailure unexpected(String message) {
        return new LoadFailure(
                LoadFailure.Kind.FAILED,
                message,
                "internal",
                false,
                OptionalInt.empty(),
                List.of());
    }
}
