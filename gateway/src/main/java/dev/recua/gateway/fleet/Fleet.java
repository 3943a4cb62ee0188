package dev.recua.gateway.fleet;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.scheduling.Effects;
import dev.recua.gateway.scheduling.Event;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.service.ServiceChange;
import dev.recua.supervisor.service.ServicePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All children of this gateway: one service for each model that is started, comes back or leaves,
/// and for each that was given up until somebody wants it again or forgets it.
///
/// Performs what the scheduler decides and posts what became of it, as [Effects] says. The services
/// bring their servers back by themselves; the scheduler learns of it and numbers them ([Numbers]).
/// Safe from any thread.
public final class Fleet implements Effects {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    /// How long an engine may work on for a client that has left before it is told again: an idle
    /// one exits within 5 ms of the first SIGTERM, a busy one at once on the second (llama-server
    /// 0.7.0).
    private static final long PATIENCE_WITH_LEFTOVERS_MS = 100;

    private final Launcher launcher;
    private final ServicePolicy policy;
    private final Consumer<Event> post;
    private final FleetWatch watch;
    private final FleetLog log;
    private final Map<Long, Tended> members = new ConcurrentHashMap<>();
    private final Map<ModelId, Tended> services = new ConcurrentHashMap<>();
    private final Departures departures = new Departures();
    private final Hearing hearing;
    private final Tended.Listener listener = new Ear();
    private volatile boolean ending;
    private volatile boolean closing;

    /// @param policy how every child is brought back, watched and stopped
    /// @param post   hands an event to the dispatcher
    /// @param watch  is told of loads, of accidents and of every change
    public Fleet(Launcher launcher, ServicePolicy policy, Consumer<Event> post, FleetWatch watch) {
        this.launcher = launcher;
        this.policy = policy;
        this.post = post;
        this.watch = watch;
        this.log = new FleetLog(policy.restart().max());
        this.hearing = new Hearing(policy.stopGrace());
    }

    /// The server of this number, while it starts or takes requests.
    public Optional<Running> running(long generation) {
        return Optional.ofNullable(members.get(generation))
                .flatMap(service -> service.running(generation));
    }

    /// All children that are there now or come back, with their models.
    public Map<Long, ModelId> models() {
        var models = new TreeMap<Long, ModelId>();
        members.forEach((generation, service) -> models.put(generation, service.model()));
        return models;
    }

    /// What each service does, by its model: of those that run, come back or leave, and of those
    /// that were given up (`error`) until the model is started again, unloaded or removed. A model
    /// that is not here is `initial`.
    public Map<ModelId, LlamaServiceState> services() {
        var states = new HashMap<ModelId, LlamaServiceState>();
        services.forEach(
                (model, service) -> {
                    LlamaServiceState state = service.state();
                    if (state.status() != LlamaServiceStatus.INITIAL) states.put(model, state);
                });
        return Map.copyOf(states);
    }

    /// How the child of this number ended. For whoever lost the connection to it: waits a moment,
    /// since the connection breaks before the process is reaped, and says so when the process is
    /// still there. One that is there and takes no connections any more is ended ([Hearing]).
    public CompletableFuture<Departure> departure(long generation) {
        CompletableFuture<Departure> how = departures.of(generation);
        var _ =
                how.thenAccept(
                        it -> {
                            if (!it.gone()) listen(generation);
                        });
        return how;
    }

    private void listen(long generation) {
        Tended service = members.get(generation);
        if (service == null) return;
        service.running(generation)
                .ifPresent(
                        child ->
                                hearing.test(
                                        generation,
                                        child,
                                        why -> service.suspect(generation, why)));
    }

    @Override
    public void start(ModelId model, long generation) {
        var next = new Tended(model, generation, policy, launcher, listener);
        departures.expect(generation);
        members.put(generation, next);
        Tended givenUp = services.put(model, next);
        if (givenUp != null) end(givenUp);
        next.start();
        if (closing) {
            var _ = killNow(next);
        }
    }

    @Override
    public void recover(ModelId model, long generation, long nextGeneration) {
        comesBack(model, generation, nextGeneration, service -> service.recover(nextGeneration));
    }

    @Override
    public void replace(ModelId model, long generation, long nextGeneration) {
        LOG.warn("engine breaks its connections, is replaced model={}", model.value());
        comesBack(
                model,
                generation,
                nextGeneration,
                service -> service.replace(nextGeneration, "it broke its connections"));
    }

    /// The gateway leaves on another thread, and the service ends on its own: an end that came
    /// first is told under the next number, too, since the scheduler waits for that one now.
    private void comesBack(ModelId model, long generation, long next, Consumer<Tended> order) {
        departures.expect(next);
        Tended service = members.get(generation);
        if (service != null && service.goesOn(() -> renumber(service, generation, next, order)))
            return;
        departures.ended(next, Departures.GONE);
        post.accept(new Event.Gone(model, next));
    }

    private void renumber(Tended service, long generation, long next, Consumer<Tended> order) {
        members.put(next, service);
        members.remove(generation);
        order.accept(service);
    }

    @Override
    public void hasten(ModelId model, long generation) {
        Optional.ofNullable(members.get(generation)).ifPresent(Tended::hasten);
    }

    @Override
    public void forget(ModelId model) {
        Tended service = services.get(model);
        if (service == null || members.containsValue(service)) return; // started again meanwhile
        services.remove(model, service);
        watch.changed(model, service.initial());
        end(service);
    }

    @Override
    public void stop(ModelId model, long generation) {
        Tended service = members.get(generation);
        if (service == null) return; // it ended by itself; that is on its way
        LOG.info("model unloads model={} generation={}", model.value(), generation);
        service.leave();
        Thread.ofVirtual()
                .name("stop " + model.value())
                .start(() -> stopWithoutWaitingForLeftovers(service));
    }

    @Override
    public void evict(ModelId model, long generation, ModelId inFavourOf) {
        watch.evicted(model, inFavourOf);
        stop(model, generation);
    }

    @Override
    public void kill(ModelId model, long generation) {
        Tended service = members.get(generation);
        if (service == null) return; // it ended by itself; that is on its way
        LOG.info("model is unloaded by force model={} generation={}", model.value(), generation);
        var _ = killNow(service);
    }

    /// From now on an end of a child is no accident: the gateway leaves.
    public void expectEnds() {
        ending = true;
    }

    /// One SIGTERM to this child, which does not come back; a second call sends the second.
    public void terminate(long generation) {
        Tended service = members.get(generation);
        if (service == null) return;
        service.leave();
        var _ = service.service().terminate();
    }

    /// SIGKILL to this child and everything it started; it does not come back.
    public void kill(long generation) {
        Tended service = members.get(generation);
        if (service == null) return;
        var _ = killNow(service);
    }

    /// Ends every child at once, and each that is still being launched; the last resort. Waits for
    /// their ends: whoever calls this ends the process next, and a signal that is only on its way
    /// would never be sent.
    ///
    /// @param limit how long it may wait
    public void killAll(Duration limit) {
        closing = true;
        var gone = present().map(Fleet::killNow).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(gone)
                .completeOnTimeout(null, limit.toMillis(), MILLISECONDS)
                .exceptionally(_ -> null)
                .join();
    }

    /// Those that may have a process. One that is given its next number at this moment may be met
    /// under neither, but then by its model.
    private Stream<Tended> present() {
        Stream<Tended> byModel =
                services.values().stream()
                        .filter(service -> service.state().status() != LlamaServiceStatus.ERROR);
        return Stream.concat(members.values().stream(), byModel).distinct();
    }

    private static CompletableFuture<Void> killNow(Tended service) {
        service.leave();
        return service.service().kill();
    }

    /// Nobody holds a lease of this child, so whatever keeps it busy is work for a client that has
    /// left: it must not delay the swap.
    private static void stopWithoutWaitingForLeftovers(Tended service) {
        CompletableFuture<Void> stopped = service.service().stop();
        try {
            stopped.get(PATIENCE_WITH_LEFTOVERS_MS, MILLISECONDS);
        } catch (TimeoutException stillBusy) {
            var _ = service.service().terminate();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException bug) {
            LOG.error("stopping a service failed model={}", service.model().value(), bug);
        }
    }

    /// Blocks while something runs: beside everything else.
    private static void end(Tended service) {
        service.isOver();
        Thread.ofVirtual()
                .name("close " + service.model().value())
                .start(() -> service.service().close());
    }

    /// Hears what services tell, one at a time for each service.
    private final class Ear implements Tended.Listener {
        @Override
        public void told(Tended service, Numbers.Told told) {
            switch (told.change()) {
                case ServiceChange.Starting(var _, var server) -> {
                    log.starts(service);
                    watch.launched(service.model(), server);
                }
                case ServiceChange.Ready _ -> {
                    if (told.news()) ready(service, told.number());
                }
                case ServiceChange.Crashed crashed -> crashed(service, told, crashed);
                case ServiceChange.Failed failed when !service.leaving() ->
                        givenUp(service, told, failed);
                case ServiceChange.Failed failed -> gone(service, told, Causes.of(failed));
                case ServiceChange.Stopped stopped ->
                        gone(service, told, stopped.exit().map(Causes::of).orElse(Departures.GONE));
                case ServiceChange.Stopping _ -> {}
            }
        }

        /// Of the service that the model has now. Its last `initial` is told when it is gone, and
        /// that it was given up after the scheduler was told: who sees `error` and orders a start
        /// at once must not be given the failure of the start before.
        @Override
        public void changed(Tended service, LlamaServiceState state) {
            switch (state.status()) {
                case INITIAL -> {}
                case ERROR -> {
                    if (service.leaving()) changedTo(service, state);
                }
                case STARTING, READY, CRASHED, STOPPING -> changedTo(service, state);
            }
        }
    }

    private void changedTo(Tended service, LlamaServiceState state) {
        if (services.get(service.model()) == service) watch.changed(service.model(), state);
    }

    private void ready(Tended service, long number) {
        long took = service.sinceLaunch();
        watch.loaded(service.model(), Duration.ofNanos(took));
        service.running(number)
                .ifPresent(it -> log.ready(service, it, TimeUnit.NANOSECONDS.toMillis(took)));
        post.accept(new Event.Ready(service.model(), number));
    }

    private void crashed(Tended service, Numbers.Told told, ServiceChange.Crashed crashed) {
        if (service.leaving() || ending) {
            log.ended(service);
        } else {
            if (service.wasReady()) watch.died(service.model());
            else watch.notLoaded(service.model());
            log.crashed(service, crashed);
        }
        if (told.news()) post.accept(new Event.Crashed(service.model(), told.number()));
        departures.ended(told.number(), Causes.of(crashed));
    }

    private void givenUp(Tended service, Numbers.Told told, ServiceChange.Failed failed) {
        if (!told.news()) {
            departures.ended(told.number(), Causes.of(failed));
            changedTo(service, service.state());
            return;
        }
        LoadFailure failure = service.notMade().orElseGet(() -> Causes.of(failed.failure()));
        if (ending) {
            log.ended(service);
        } else {
            if (service.wasReady()) watch.died(service.model());
            else watch.notLoaded(service.model());
            log.givenUp(service, failure);
        }
        var event =
                new Event.StartFailed(service.model(), told.number(), failure, service.engine());
        var _ = service.ended().thenRun(() -> over(service, event, Causes.of(failed)));
    }

    /// Its place is free now, unless it was told to leave meanwhile, which is told in its own way.
    private void over(Tended service, Event.StartFailed event, Departure how) {
        if (members.remove(event.generation(), service)) post.accept(event);
        departures.ended(event.generation(), how);
        changedTo(service, service.state());
    }

    private void gone(Tended service, Numbers.Told told, Departure how) {
        if (told.news()) {
            log.gone(service);
            members.remove(told.number());
            if (services.remove(service.model(), service))
                watch.changed(service.model(), service.initial());
            post.accept(new Event.Gone(service.model(), told.number()));
            end(service);
        }
        departures.ended(told.number(), how);
    }
}
