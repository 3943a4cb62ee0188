package dev.recua.gateway;

import dev.recua.gateway.fleet.Farewell;
import dev.recua.gateway.fleet.Fleet;
import dev.recua.gateway.http.ModelRoutes;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.gateway.scheduling.Resident;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Carries out [Farewell]: looks every 20 ms at what is still there and does what the plan says.
final class Leaving {
    private static final long LOOK_AGAIN_MS = 20;

    /// What is left of the 6 s after [Farewell#CLOSE] is for connections and the log.
    private static final Duration LAST_WAIT = Duration.ofMillis(100);

    private final Fleet fleet;
    private final Dispatcher dispatcher;
    private final ModelRoutes routes;
    private final Executor loop;
    private final Map<Long, Told> told = new HashMap<>();
    private boolean cut;

    private record Told(Duration first, int terms) {}

    /// @param loop runs tasks on the event loop
    Leaving(Fleet fleet, Dispatcher dispatcher, ModelRoutes routes, Executor loop) {
        this.fleet = fleet;
        this.dispatcher = dispatcher;
        this.routes = routes;
        this.loop = loop;
    }

    /// Returns when nothing is left, after [Farewell#CLOSE] and a moment at the latest. Blocks; not
    /// on the event loop.
    void leave() {
        long began = System.nanoTime();
        fleet.expectEnds();
        loop.execute(dispatcher::close);
        Duration elapsed = Duration.ZERO;
        while (elapsed.compareTo(Farewell.CLOSE) < 0 && !isAllOver(elapsed)) {
            step(elapsed);
            if (!pause()) break;
            elapsed = Duration.ofNanos(System.nanoTime() - began);
        }
        fleet.killAll(LAST_WAIT);
    }

    /// A client that does not read the end of its answer is not waited for.
    private boolean isAllOver(Duration elapsed) {
        boolean answered = routes.liveRequests() == 0 || elapsed.compareTo(Farewell.UNREAD) >= 0;
        return answered && fleet.models().isEmpty();
    }

    private void step(Duration elapsed) {
        if (Farewell.streamsAreCut(elapsed) && !cut) {
            cut = true;
            loop.execute(routes::cutOff);
        }
        fleet.models().forEach((generation, model) -> step(generation, model, elapsed));
    }

    private void step(long generation, ModelId model, Duration elapsed) {
        var before = told.get(generation);
        var remaining =
                new Farewell.Remaining(
                        isBusy(model, generation),
                        Optional.ofNullable(before).map(Told::first),
                        before == null ? 0 : before.terms());
        switch (Farewell.next(remaining, elapsed)) {
            case NOTHING -> {}
            case TERMINATE -> {
                Duration first = before == null ? elapsed : before.first();
                told.put(generation, new Told(first, remaining.terms() + 1));
                fleet.terminate(generation);
            }
            case KILL -> fleet.kill(generation);
        }
    }

    private boolean isBusy(ModelId model, long generation) {
        return dispatcher.schedule().residents().get(model) instanceof Resident.Loaded loaded
                && loaded.generation() == generation
                && !loaded.idle();
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
