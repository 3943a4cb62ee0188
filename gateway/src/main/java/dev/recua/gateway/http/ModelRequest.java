package dev.recua.gateway.http;

import dev.recua.gateway.body.RequestBody;
import dev.recua.gateway.body.UnreadableBodyException;
import dev.recua.gateway.fleet.Departure;
import dev.recua.gateway.fleet.Running;
import dev.recua.gateway.proxy.DifferentAnswerException;
import dev.recua.gateway.proxy.Exchange;
import dev.recua.gateway.proxy.Outcome;
import dev.recua.gateway.proxy.Upstream;
import dev.recua.gateway.requests.LiveRequest;
import dev.recua.gateway.scheduling.Applicant;
import dev.recua.gateway.scheduling.Lease;
import dev.recua.gateway.scheduling.Refusal;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.gateway.scheduling.Ticket;
import dev.recua.gateway.scheduling.Use;
import dev.recua.models.catalogue.Model;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request to a model, from its name to the end of its answer:
///
/// 1. it waits for a lease ([#submit]);
/// 2. it is forwarded to the child ([#granted]);
/// 3. when the child fails before the answer has begun, it goes back to 1 with its old place in the
///    queue, once; the client only waits;
/// 4. otherwise it ends: complete, cut off with an error, or left by its client. The lease is given
///    back exactly once in each case.
///
/// Lives on the event loop.
final class ModelRequest implements Applicant {

    private final ModelRoutes routes;
    private final Exchange exchange;
    private final RequestBody body;
    private final ModelCall call;
    private final Visitor visitor;
    private final LiveRequest life;

    private @Nullable Ticket waiting;
    private @Nullable Lease lease;
    private boolean dispatchedAgain;
    private boolean over;

    /// @param body closed when the request is over
    /// @param call what the engine is asked for
    /// @param life is told what happens
    ModelRequest(
            ModelRoutes routes,
            Exchange exchange,
            RequestBody body,
            ModelCall call,
            Visitor visitor,
            LiveRequest life) {
        this.routes = routes;
        this.exchange = exchange;
        this.body = body;
        this.call = call;
        this.visitor = visitor;
        this.life = life;
        life.onCancel(() -> fail(ModelErrors.cancelled()));
        exchange.onBegun(life::begun);
    }

    /// Asks for a lease of the model's child. From now on a client that leaves ends the request;
    /// one
    /// that has left already ends it here.
    void submit(Model model) {
        exchange.clientGone().onSuccess(_ -> left());
        if (over) return;
        var dispatcher = routes.dispatcher();
        var fingerprints = routes.fingerprints();
        Terms terms = fingerprints.terms(model);
        boolean mayLoad = call.autoload() && call.use() != Use.LOOK;
        if (!mayLoad || !dispatcher.schedule().hasFailed(model.id())) {
            submit(model, terms, fingerprints.engine());
        } else {
            onThisLoop(fingerprints.engineAfresh(), engine -> submit(model, terms, engine));
        }
    }

    private void submit(Model model, Terms terms, String engine) {
        var dispatcher = routes.dispatcher();
        submit(dispatcher.ticket(model.id(), terms, engine, call.use(), call.autoload()));
    }

    @Override
    public void granted(Lease granted) {
        waiting = null;
        life.granted();
        lease = granted;
        routes.fleet()
                .running(granted.generation())
                .ifPresentOrElse(
                        child -> forward(granted, child), () -> ended(granted, diedInThisMoment()));
    }

    @Override
    public void refused(Refusal why) {
        waiting = null;
        fail(ModelErrors.refused(why));
    }

    @Override
    public void revoked(Refusal why) {
        fail(ModelErrors.refused(why));
    }

    /// Answers after a bug of ours.
    void failed(RuntimeException bug) {
        fail(visitor.internal(bug));
    }

    /// Answers with an error: as a whole answer when nothing was sent yet, else as the last event
    /// of a stream, or a broken connection; never as something that looks complete.
    void fail(ErrorAnswer error) {
        if (over) return;
        over = true;
        exchange.cut(error.error().message(), new CancellationException(error.error().message()));
        Future<Void> told =
                exchange.headSent()
                        ? exchange.breakOff(call.dialect().event(error, visitor.requestId()))
                        : visitor.answer(exchange, call.dialect(), error);
        life.usage(exchange.usage());
        life.failed(error.status(), error.code());
        release();
        told.onComplete(_ -> routes.over(this));
    }

    private void submit(Ticket ticket) {
        waiting = ticket;
        life.queued(ticket);
        routes.dispatcher().submit(ticket, this);
    }

    private void forward(Lease granted, Running child) {
        var engine = new Upstream(child.host(), child.port(), child.apiKey());
        exchange.forward(engine, call.uri(), call.reach())
                .onSuccess(outcome -> ended(granted, outcome));
    }

    private static Outcome diedInThisMoment() {
        String why = "it ended before the request reached it";
        return new Outcome.NotBegun(why, new IllegalStateException(why));
    }

    private void ended(Lease used, Outcome outcome) {
        if (over) return;
        switch (outcome) {
            case Outcome.Done(var status) -> answered(status);
            case Outcome.ClientGone _ -> left();
            case Outcome.NotBegun(var why, UnreadableBodyException _) ->
                    fail(ApiErrors.storageFailed(why)); // our disk, not the engine
            case Outcome.NotBegun _ when !dispatchedAgain -> dispatchAgain(used);
            case Outcome.NotBegun(var why, var cause) -> explain(used, why, cause);
            case Outcome.Broken(var why, var cause) -> explain(used, why, cause);
        }
    }

    /// The engine failed before it answered. One that is still there is not asked again.
    private void dispatchAgain(Lease failed) {
        dispatchedAgain = true;
        var dispatcher = routes.dispatcher();
        afterDeparture(
                failed,
                how -> {
                    if (!how.gone()) dispatcher.retire(failed);
                    failed.close();
                    lease = null;
                    submit(dispatcher.again(failed.ticket()));
                });
    }

    /// A child that broke off and is still there is replaced, unless it only answered differently
    /// from the one before it.
    private void explain(Lease failed, String why, Throwable cause) {
        boolean twice = dispatchedAgain && !exchange.begun();
        String model = failed.model().value();
        boolean healthy = cause instanceof DifferentAnswerException;
        afterDeparture(
                failed,
                how -> {
                    if (!how.gone() && !healthy) routes.dispatcher().retire(failed);
                    fail(ModelErrors.engineCrashed(model, how, why, twice));
                });
    }

    /// Goes on when it is known how the engine ended, as a new task of the event loop: the news of
    /// its end were queued before, so the scheduler knows it then and does not hand out the same
    /// dead child once more.
    private void afterDeparture(Lease failed, Consumer<Departure> then) {
        onThisLoop(routes.fleet().departure(failed.generation()), then);
    }

    /// Goes on with a result of another thread, as a new task of this event loop, unless the
    /// request is over by then.
    private <T> void onThisLoop(CompletionStage<T> result, Consumer<T> then) {
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
        Future.fromCompletionStage(result)
                .onSuccess(
                        value ->
                                loop.runOnContext(
                                        _ -> {
                                            if (!over) goOn(value, then);
                                        }));
    }

    private <T> void goOn(T value, Consumer<T> then) {
        try {
            then.accept(value);
        } catch (RuntimeException bug) {
            failed(bug);
        }
    }

    private void answered(int status) {
        life.usage(exchange.usage());
        life.answered(status);
        finish();
    }

    private void left() {
        life.usage(exchange.usage());
        life.left();
        finish();
    }

    private void finish() {
        if (over) return;
        over = true;
        release();
        routes.over(this);
    }

    private void release() {
        Optional.ofNullable(waiting).ifPresent(routes.dispatcher()::cancel);
        waiting = null;
        body.close();
        if (lease != null) lease.close();
    }
}
