package dev.recua.gateway.scheduling;

import dev.recua.gateway.scheduling.Resident.Loaded;
import dev.recua.gateway.scheduling.Resident.Loading;
import dev.recua.gateway.scheduling.Resident.Unloading;
import dev.recua.models.catalogue.ModelId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Applies rules 1 to 6 of [Scheduler] until nothing more follows from them.
final class Settlement {
    private final Turn turn;
    private final ResidencyPolicy policy;
    private final Set<ModelId> drained = new HashSet<>();

    Settlement(Turn turn, ResidencyPolicy policy) {
        this.turn = turn;
        this.policy = policy;
    }

    void settle() {
        turn.schedule().queue().forEach(this::consider);
        turn.schedule().residents().forEach(this::letGo);
    }

    private void consider(Ticket waiting) {
        @Nullable Resident resident = turn.schedule().residents().get(waiting.model());
        switch (resident) {
            case Loaded loaded when loaded.serves(waiting) -> {
                if (mayRun(waiting, loaded)) turn.grant(waiting, loaded); // 1
            }
            case Loaded loaded when loaded.comesBackFor(waiting) -> {} // 2
            case Loading loading when loading.serves(waiting) -> {} // 2
            case Loaded _, Loading _, Unloading _ -> startAnew(waiting, resident);
            case null -> startAnew(waiting, null);
        }
    }

    private boolean mayRun(Ticket waiting, Loaded loaded) {
        if (!loaded.hasLeaseFor(waiting.use())) return false;
        if (!drained.contains(waiting.model()) || loaded.hasPromised(waiting)) return true;
        return waiting.use() == Use.LOOK && loaded.leases().inUse();
    }

    private void startAnew(Ticket waiting, @Nullable Resident resident) {
        if (!waiting.mayLoad()) { // 3
            turn.refuse(waiting, new Refusal.NotLoaded(waiting.model()));
            return;
        }
        switch (resident) {
            case null -> makeRoom(waiting);
            case Loaded _ -> leave(waiting.model(), waiting.model()); // 5: it starts anew
            case Loading _, Unloading _ -> {} // 2: it starts anew once this one is gone
        }
    }

    /// Rules 4 and 5. Whoever comes later in the queue finds the room taken, or its models drained.
    private void makeRoom(Ticket waiting) {
        Set<ModelId> mustLeave =
                waiting.terms().elsewhere() ? Set.of() : policy.toEvictFor(waiting.model(), here());
        if (mustLeave.isEmpty()) turn.start(waiting);
        else mustLeave.forEach(model -> leave(model, waiting.model()));
    }

    /// Those that take room: servers that somebody else runs do not.
    private Map<ModelId, Resident> here() {
        var here = new HashMap<>(turn.schedule().residents());
        here.values().removeIf(resident -> resident.terms().elsewhere());
        return here;
    }

    private void leave(ModelId model, ModelId inFavourOf) {
        @Nullable Resident resident = turn.schedule().residents().get(model);
        switch (resident) {
            case Loaded loaded when loaded.idle() && !isAwaited(model, loaded) ->
                    makeWay(model, loaded, inFavourOf);
            case Loaded _ -> drained.add(model);
            case Loading loading when !isAwaited(model, loading) ->
                    makeWay(model, loading, inFavourOf);
            // whoever asked for it is served first, or it is leaving already
            case Loading _, Unloading _ -> {}
            case null -> {}
        }
    }

    private void makeWay(ModelId model, Resident resident, ModelId inFavourOf) {
        if (model.equals(inFavourOf)) turn.stop(model, resident);
        else turn.evict(model, resident, inFavourOf);
    }

    /// Whether somebody waits whom this child was promised.
    private boolean isAwaited(ModelId model, Loaded loaded) {
        return turn.schedule().waitingFor(model).stream().anyMatch(loaded::hasPromised);
    }

    /// Whether somebody waits whom this child will serve, or who will start it anew: then the load
    /// goes on.
    private boolean isAwaited(ModelId model, Loading loading) {
        var waiting = turn.schedule().waitingFor(model).stream();
        return loading.isLeaving() ? waiting.anyMatch(loading::serves) : waiting.count() > 0;
    }

    /// Rule 6.
    private void letGo(ModelId model, Resident resident) {
        switch (resident) {
            case Loaded loaded when loaded.idle() && isOver(loaded) && !isAwaited(model, loaded) ->
                    turn.stop(model, loaded);
            case Loaded loaded when loaded.idle() && loaded.unfit() -> replace(model, loaded);
            case Loading loading when loading.isLeaving() && !isAwaited(model, loading) ->
                    turn.stop(model, loading);
            case Loaded _, Loading _, Unloading _ -> {}
        }
    }

    private void replace(ModelId model, Loaded unfit) {
        if (turn.schedule().phase() == Phase.OPEN) turn.replace(model, unfit);
        else turn.stop(model, unfit);
    }

    private boolean isOver(Loaded loaded) {
        return loaded.leaving()
                || loaded.idleUnloadAt().filter(at -> !at.isAfter(turn.now())).isPresent();
    }
}
