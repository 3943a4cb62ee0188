package dev.recua.gateway.scheduling;

import java.time.Instant;

/// Decides who may run now. Pure: the same schedule, event and time give the same step.
///
/// What an event itself changes:
///
/// - a request is refused at once when nothing is served any more, when its model was given up
///   (rule 9), or when it may not load a model that is not loaded ([Admission]);
/// - whoever waited too long is refused ([Admission]);
/// - a child becomes ready, crashes, is given up, breaks, or is gone ([Children]);
/// - somebody orders or unloads a model, or stops and starts serving ([Orders]).
///
/// Then these rules are applied, 1 to 5 to each waiting request, oldest first ([Settlement]):
///
/// 1. Its child is ready and serves it: it is granted, unless it is work and all `parallel` leases
///    are in use, or the child is drained (rule 5).
/// 2. Its model is loading, coming back or unloading: it waits. Whoever asks during a load is
///    *promised* that child: it is served by it even while it is drained, so that a queue of many
///    models swaps once for each.
/// 3. It may not load, and rules 1 and 2 do not help: it is refused.
/// 4. Its model is not resident and there is room: it is started.
/// 5. There is no room, or the child was started with other files or settings: idle models that the
///    policy names are stopped, and so is a load that nobody waits for any more; busy ones are
///    *drained*: they get no further grants, and leave when their last request ends. So a busy
///    model is never cut off, and a steady stream of requests for one model cannot starve another.
///    Whoever only looks may do so while others hold a drained child anyway.
/// 6. A child that was told to leave stops as soon as nobody holds it and nobody was promised it;
///    one that was unused for as long as its terms say stops, too. One that breaks its connections
///    is replaced once nobody holds it.
/// 7. A request that came with this event and still waits is refused when as many waited for its
///    model before it as the limit allows, unless it is dispatched a second time.
/// 8. A child that crashed, while it loaded or later, is loading again under the next number: so
///    nobody starts a second one beside it. Like any load it can be stopped while nobody waits for
///    it. It is not brought back when it was to leave, or when nothing is served any more.
/// 9. A child that was given up is gone, and whoever waits for it is told the cause. The cause is
///    remembered until the model is started again, unloaded or removed, and is all that a request
///    gets at once: in the first 30 s, or, if it is lasting, while files, settings and engine stay
///    equal. An order by hand forgets it.
///
/// A request leaves the queue by a grant, a refusal or because its client left; an effect is given
/// out exactly once for each. Requests that run are cut off by one thing only, an order with
/// `force`.
public final class Scheduler {
    private final ResidencyPolicy policy;
    private final QueueLimits limits;

    /// @param policy who may be resident together
    /// @param limits how many may wait, and for the message of a refusal how long
    public Scheduler(ResidencyPolicy policy, QueueLimits limits) {
        this.policy = policy;
        this.limits = limits;
    }

    /// The next schedule, and the effects to perform.
    public Step next(Schedule schedule, Event event, Instant now) {
        var turn = new Turn(schedule, now);
        var admission = new Admission(turn, limits);
        var children = new Children(turn);
        var orders = new Orders(turn);
        switch (event) {
            case Event.Admit(var ticket) -> admission.admit(ticket);
            case Event.Cancel(var number) -> turn.dequeue(number);
            case Event.Tick _ -> admission.refuseTheLate();
            case Event.Release(var model, var generation, var use) ->
                    children.release(model, generation, use);
            case Event.Ready(var model, var generation) -> children.ready(model, generation);
            case Event.Crashed(var model, var generation) -> children.crashed(model, generation);
            case Event.StartFailed failed -> children.startFailed(failed);
            case Event.Unfit(var model, var generation) -> children.unfit(model, generation);
            case Event.Gone(var model, var generation) -> children.gone(model, generation);
            case Event.Unload(var model, var force) -> orders.unload(model, force);
            case Event.Insist(var model) -> orders.insist(model);
            case Event.Removed(var model) -> orders.forgetFailure(model);
            case Event.Halt(var force) -> orders.halt(force);
            case Event.Resume _ -> orders.resume();
            case Event.Close _ -> orders.close();
        }
        new Settlement(turn, policy).settle();
        if (event instanceof Event.Admit(var ticket)) admission.refuseWhenFull(ticket);
        return turn.step();
    }
}
