package dev.recua.gateway.scheduling;

import dev.recua.gateway.scheduling.Resident.Loaded;
import dev.recua.gateway.scheduling.Resident.Loading;
import dev.recua.gateway.scheduling.Resident.Unloading;
import dev.recua.models.catalogue.ModelId;

/// What news of children change. News of a child that another has followed change nothing.
final class Children {
    private final Turn turn;

    Children(Turn turn) {
        this.turn = turn;
    }

    void release(ModelId model, long generation, Use use) {
        if (turn.schedule().resident(model, generation).orElse(null) instanceof Loaded loaded)
            turn.become(turn.schedule().with(model, loaded.oneLess(use, turn.now())));
    }

    /// Rule 2: whoever waits for it now is promised it.
    void ready(ModelId model, long generation) {
        if (!(turn.schedule().resident(model, generation).orElse(null) instanceof Loading loading))
            return;
        long last = turn.lastWaitingFor(model);
        turn.become(turn.schedule().with(model, loading.ready(last, turn.now())));
    }

    /// Rule 8.
    void crashed(ModelId model, long generation) {
        Resident resident = turn.schedule().resident(model, generation).orElse(null);
        switch (resident) {
            case Loaded loaded -> bringBack(model, loaded, loaded.leaving());
            case Loading loading -> bringBack(model, loading, loading.isLeaving());
            case Unloading _ -> {} // its end comes
            case null -> {}
        }
    }

    private void bringBack(ModelId model, Resident crashed, boolean leaving) {
        if (leaving || turn.schedule().phase() != Phase.OPEN) turn.stop(model, crashed);
        else turn.recover(model, crashed);
    }

    /// Rule 9.
    void startFailed(Event.StartFailed failed) {
        ModelId model = failed.model();
        Resident resident = turn.schedule().resident(model, failed.generation()).orElse(null);
        if (resident == null) return;
        turn.become(turn.schedule().without(model));
        if (wasToLeave(resident)) {
            turn.forget(model);
            return;
        }
        remember(failed, resident.fingerprint());
        refuseWhoAskedForThis(failed, resident.fingerprint());
    }

    /// One that loads and is to leave serves those who wait before: they are told.
    private static boolean wasToLeave(Resident resident) {
        return switch (resident) {
            case Unloading _ -> true;
            case Loaded loaded -> loaded.leaving();
            case Loading _ -> false;
        };
    }

    private void remember(Event.StartFailed failed, String fingerprint) {
        var known =
                new Schedule.KnownFailure(
                        fingerprint, failed.engine(), failed.failure(), turn.now());
        turn.become(turn.schedule().remember(failed.model(), known));
    }

    /// Whoever asked for a newer file of this name is not refused for the old one.
    private void refuseWhoAskedForThis(Event.StartFailed failed, String fingerprint) {
        for (Ticket waiting : turn.schedule().waitingFor(failed.model())) {
            if (waiting.fingerprint().equals(fingerprint))
                turn.refuse(waiting, new Refusal.LoadFailed(failed.model(), failed.failure()));
        }
    }

    void unfit(ModelId model, long generation) {
        if (turn.schedule().resident(model, generation).orElse(null) instanceof Loaded loaded)
            turn.become(turn.schedule().with(model, loaded.unfitNow()));
    }

    void gone(ModelId model, long generation) {
        if (turn.schedule().resident(model, generation).isPresent())
            turn.become(turn.schedule().without(model));
    }
}
