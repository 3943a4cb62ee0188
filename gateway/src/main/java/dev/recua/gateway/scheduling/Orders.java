package dev.recua.gateway.scheduling;

import dev.recua.gateway.scheduling.Resident.Loaded;
import dev.recua.gateway.scheduling.Resident.Loading;
import dev.recua.gateway.scheduling.Resident.Unloading;
import dev.recua.models.catalogue.ModelId;
import java.util.Optional;

/// What people order: unload one model, stop serving, start again, leave.
final class Orders {
    private final Turn turn;

    Orders(Turn turn) {
        this.turn = turn;
    }

    /// A failure is remembered no more. With `force` its requests end now; without, those that run
    /// finish, those that wait for the load that is under way are served by it, and all others
    /// start the model anew afterwards.
    void unload(ModelId model, boolean force) {
        forgetFailure(model);
        if (force) {
            var why = new Refusal.Stopped(Optional.of(model));
            turn.refuseAll(turn.schedule().waitingFor(model), why);
            turn.schedule().resident(model).ifPresent(resident -> turn.kill(model, resident, why));
            return;
        }
        turn.schedule().resident(model).ifPresent(resident -> leave(model, resident));
    }

    /// Rule 6 stops it once it may.
    private void leave(ModelId model, Resident resident) {
        switch (resident) {
            case Loaded loaded -> become(model, loaded.leavingNow());
            case Loading loading -> become(model, loading.leavingAfter(turn.lastWaitingFor(model)));
            case Unloading _ -> {}
        }
    }

    /// A child that comes back does so at once, and a request that follows starts one.
    void insist(ModelId model) {
        forgetFailure(model);
        if (turn.schedule().resident(model).orElse(null) instanceof Loading loading)
            turn.hasten(model, loading);
    }

    /// Nobody asks about its failure any more.
    void forgetFailure(ModelId model) {
        if (turn.schedule().hasFailed(model)) turn.forget(model);
    }

    /// Serving stops: whoever waits is refused, every child leaves, failures are forgotten.
    void halt(boolean force) {
        turn.schedule().failures().keySet().forEach(turn::forget);
        var why = new Refusal.Stopped(Optional.empty());
        if (turn.schedule().phase() == Phase.OPEN) turn.become(turn.schedule().in(Phase.STOPPED));
        turn.refuseAll(turn.schedule().queue(), why);
        turn.schedule()
                .residents()
                .forEach(
                        (model, resident) -> {
                            if (force) turn.kill(model, resident, why);
                            else leave(model, resident);
                        });
    }

    /// An order by hand: what failed before is tried again.
    void resume() {
        turn.schedule().failures().keySet().forEach(turn::forget);
        if (turn.schedule().phase() == Phase.STOPPED) turn.become(turn.schedule().in(Phase.OPEN));
    }

    void close() {
        turn.become(turn.schedule().in(Phase.CLOSED));
        turn.refuseAll(turn.schedule().queue(), new Refusal.ShuttingDown());
    }

    private void become(ModelId model, Resident next) {
        turn.become(turn.schedule().with(model, next));
    }
}
