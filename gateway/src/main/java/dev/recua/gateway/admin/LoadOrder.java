package dev.recua.gateway.admin;

import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.scheduling.Applicant;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.gateway.scheduling.Lease;
import dev.recua.gateway.scheduling.Refusal;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.gateway.scheduling.Ticket;
import dev.recua.gateway.scheduling.Use;
import dev.recua.models.catalogue.Model;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The wish to have a model loaded. It waits its turn like any request and gives its lease back at
/// once, so a load that was ordered obeys the same rules as one that a request caused. Lives on the
/// event loop.
final class LoadOrder implements Applicant {
    private final Call call;
    private final Dispatcher dispatcher;
    private final Fingerprints fingerprints;
    private final Promise<Optional<Refusal>> outcome = Promise.promise();
    private @Nullable Ticket waiting;

    LoadOrder(Call call, Dispatcher dispatcher, Fingerprints fingerprints) {
        this.call = call;
        this.dispatcher = dispatcher;
        this.fingerprints = fingerprints;
    }

    /// Gives the order. A failure of this model is tried again, whatever it was; a child that waits
    /// to be brought back is so now.
    void give(Model model) {
        dispatcher.insist(model.id());
        Terms terms = fingerprints.terms(model);
        Ticket ticket =
                dispatcher.ticket(model.id(), terms, fingerprints.engine(), Use.LIGHT, true);
        waiting = ticket;
        dispatcher.submit(ticket, this);
    }

    /// Completed, on the event loop, when the model is loaded or will not be; empty when it is.
    Future<Optional<Refusal>> outcome() {
        return outcome.future();
    }

    /// Nobody waits for it any more.
    void leave() {
        if (waiting != null) dispatcher.cancel(waiting); // without effect when its wait is over
    }

    @Override
    public void granted(Lease lease) {
        lease.close();
        // Later, when it is decided that the lease is back: the answer tells how many run.
        call.later(() -> outcome.tryComplete(Optional.empty()));
    }

    @Override
    public void refused(Refusal why) {
        outcome.tryComplete(Optional.of(why));
    }

    @Override
    public void revoked(Refusal why) {
        // it holds a lease for no longer than a call
    }
}
