package dev.recua.supervisor.service;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.service.ServiceAction.Abandon;
import dev.recua.supervisor.service.ServiceAction.Disappoint;
import dev.recua.supervisor.service.ServiceAction.End;
import dev.recua.supervisor.service.ServiceAction.Fulfil;
import dev.recua.supervisor.service.ServiceAction.Launch;
import dev.recua.supervisor.service.ServiceAction.Look;
import dev.recua.supervisor.service.ServiceAction.Make;
import dev.recua.supervisor.service.ServiceAction.Take;
import dev.recua.supervisor.service.ServiceAction.Tell;
import dev.recua.supervisor.service.ServiceAction.Welcome;
import dev.recua.supervisor.service.ServiceSignal.CameUp;
import dev.recua.supervisor.service.ServiceSignal.Discovered;
import dev.recua.supervisor.service.ServiceSignal.Ended;
import dev.recua.supervisor.service.ServiceSignal.Ending;
import dev.recua.supervisor.service.ServiceSignal.Hung;
import dev.recua.supervisor.service.ServiceSignal.Looked;
import dev.recua.supervisor.service.ServiceSignal.Made;
import dev.recua.supervisor.service.ServiceSignal.NotMade;
import dev.recua.supervisor.service.ServiceSignal.NotUp;
import dev.recua.supervisor.service.ServiceSignal.OfServer;
import dev.recua.supervisor.service.ServiceSignal.Start;
import dev.recua.supervisor.service.ServiceSignal.Stop;
import dev.recua.supervisor.service.ServiceSignal.Tick;
import dev.recua.supervisor.service.ServiceState.Count;
import dev.recua.supervisor.service.ServiceState.Crashed;
import dev.recua.supervisor.service.ServiceState.Failed;
import dev.recua.supervisor.service.ServiceState.Initial;
import dev.recua.supervisor.service.ServiceState.Phase;
import dev.recua.supervisor.service.ServiceState.Ready;
import dev.recua.supervisor.service.ServiceState.Starting;
import dev.recua.supervisor.service.ServiceState.Stopping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what a service does next. Pure: a state, what happened and the moment give the next
/// state and what to do. The diagram is at [ServiceState]; each pair of state and signal is written
/// out in `service-transitions.txt` of the tests.
///
/// @param name      of the service, for messages
/// @param policy    its numbers
/// @param fixedPort whether each start uses the same port; see [Repetition]
record ServiceMachine(String name, ServicePolicy policy, boolean fixedPort) {

    /// Far enough never to come.
    static final Duration NEVER = Duration.ofDays(36_500);

    /// A moment.
    ///
    /// @param at   on the monotonic clock of the service
    /// @param luck a random number, 0 to 1, for the jitter of a wait
    record Moment(Duration at, double luck) {}

    /// @param then  what happens at once because of it, before anything else does
    record Step(ServiceState state, List<ServiceAction> actions, List<ServiceSignal> then) {
        Step {
            actions = List.copyOf(actions);
            then = List.copyOf(then);
        }

        static Step to(ServiceState state, ServiceAction... actions) {
            return new Step(state, List.of(actions), List.of());
        }

        Step with(ServiceAction action) {
            List<ServiceAction> all = new ArrayList<>(actions);
            all.add(action);
            return new Step(state, all, then);
        }

        Step then(List<ServiceSignal> signals) {
            return new Step(state, actions, signals);
        }
    }

    Step next(ServiceState state, ServiceSignal signal, Moment now) {
        if (signal instanceof OfServer late && late.generation() != state.generation())
            return Step.to(state);
        return switch (state) {
            case Initial initial -> initial(initial, signal);
            case Starting starting -> starting(starting, signal, now);
            case Ready ready -> ready(ready, signal, now);
            case Crashed crashed -> crashed(crashed, signal, now);
            case Failed failed -> failed(failed, signal);
            case Stopping stopping -> stopping(stopping, signal);
        };
    }

    /// When the next [Tick] is due; empty when time changes nothing.
    Optional<Duration> deadline(ServiceState state) {
        return switch (state) {
            case Ready ready -> earlier(nextLook(ready), forgivenAt(ready));
            case Crashed crashed -> Optional.of(crashed.restartAt());
            case Initial none -> Optional.empty();
            case Starting none -> Optional.empty();
            case Failed none -> Optional.empty();
            case Stopping none -> Optional.empty();
        };
    }

    private Step initial(Initial s, ServiceSignal signal) {
        return switch (signal) {
            case Start(long ticket) ->
                    make(s.generation(), Count.ZERO, Optional.empty(), List.of(ticket));
            case Stop stop -> Step.to(s, new Fulfil(List.of(stop.ticket())));
            case Tick none -> Step.to(s);
            case Made late -> Step.to(s);
            case NotMade late -> Step.to(s);
            case CameUp late -> Step.to(s);
            case NotUp late -> Step.to(s);
            case Ended late -> Step.to(s);
            case Looked late -> Step.to(s);
            case Hung late -> Step.to(s);
            case Discovered late -> Step.to(s);
        };
    }

    private Step starting(Starting s, ServiceSignal signal, Moment now) {
        return switch (signal) {
            case Start(long ticket) ->
                    Step.to(
                            new Starting(
                                    s.generation(),
                                    s.phase(),
                                    s.count(),
                                    s.trouble(),
                                    plus(s.starters(), ticket)));
            case Stop stop -> stop(s.generation(), stop, s.phase() == Phase.MAKING, s.starters());
            case Made made -> s.phase() == Phase.MAKING ? launch(s, made) : Step.to(s);
            case NotMade(long g, StartFailure failure) ->
                    s.phase() == Phase.MAKING
                            ? trouble(g, failure, Optional.empty(), true, s, now)
                            : Step.to(s);
            case CameUp up -> s.phase() == Phase.LAUNCHED ? cameUp(s, now) : Step.to(s);
            case NotUp notUp -> s.phase() == Phase.LAUNCHED ? notUp(s, notUp, now) : Step.to(s);
            case Ended ended -> endedWhileStarting(s, ended, now);
            case Tick none -> Step.to(s);
            case Looked late -> Step.to(s);
            case Hung early -> Step.to(s);
            case Discovered late -> Step.to(s);
        };
    }

    private Step endedWhileStarting(Starting s, Ended ended, Moment now) {
        return switch (s.phase()) {
            case AFTER_PREVIOUS -> make(s.generation(), s.count(), s.trouble(), s.starters());
            case MAKING -> Step.to(s);
            case LAUNCHED ->
                    trouble(
                            s.generation(),
                            Trouble.ended(name, ended.exit()),
                            ended.exit(),
                            true,
                            s,
                            now);
        };
    }

    /// One that still runs, because it took too long, is made to end.
    private Step notUp(Starting s, NotUp notUp, Moment now) {
        boolean gone = notUp.exit().isPresent();
        Step step = trouble(s.generation(), notUp.failure(), notUp.exit(), gone, s, now);
        return gone ? step : step.with(new End(s.generation(), Ending.STOP));
    }

    private Step ready(Ready s, ServiceSignal signal, Moment now) {
        return switch (signal) {
            case Start(long ticket) -> Step.to(s, new Fulfil(List.of(ticket)));
            case Stop stop -> stop(s.generation(), stop, false, List.of());
            case Ended(long g, Optional<Exit> exit) ->
                    trouble(g, Trouble.ended(name, exit), exit, true, countAt(s, now), now);
            case Hung(long g, String why, List<String> log) ->
                    trouble(
                                    g,
                                    Trouble.hung(name, why, log),
                                    Optional.empty(),
                                    false,
                                    countAt(s, now),
                                    now)
                            .with(new End(g, Ending.KILL));
            case Looked(long g, Duration pause) ->
                    Step.to(new Ready(g, s.count(), s.since(), nextLook(now, pause), false));
            case Discovered(long g, var models) -> Step.to(s, new Take(g, models));
            case Tick tick -> tick(s, now);
            case Made late -> Step.to(s);
            case NotMade late -> Step.to(s);
            case CameUp again -> Step.to(s);
            case NotUp late -> Step.to(s);
        };
    }

    private Step tick(Ready s, Moment now) {
        boolean look = now.at().compareTo(nextLook(s)) >= 0;
        Ready after =
                new Ready(
                        s.generation(),
                        countAt(s, now),
                        s.since(),
                        s.nextLook(),
                        s.looking() || look);
        return look ? Step.to(after, new Look(s.generation())) : Step.to(after);
    }

    private Step crashed(Crashed s, ServiceSignal signal, Moment now) {
        return switch (signal) {
            case Start(long ticket) -> restart(s, plus(s.starters(), ticket));
            case Stop stop -> stop(s.generation(), stop, s.gone(), s.starters());
            case Tick tick ->
                    now.at().compareTo(s.restartAt()) >= 0 ? restart(s, s.starters()) : Step.to(s);
            case Ended ended ->
                    Step.to(
                            new Crashed(
                                    s.generation(),
                                    s.trouble(),
                                    s.count(),
                                    s.restartAt(),
                                    true,
                                    s.starters()));
            case Made late -> Step.to(s);
            case NotMade late -> Step.to(s);
            case CameUp late -> Step.to(s);
            case NotUp again -> Step.to(s);
            case Looked late -> Step.to(s);
            case Hung again -> Step.to(s);
            case Discovered late -> Step.to(s);
        };
    }

    private Step failed(Failed s, ServiceSignal signal) {
        return switch (signal) {
            case Start(long ticket) ->
                    again(
                            s.generation(),
                            s.gone(),
                            Count.ZERO,
                            Optional.of(s.trouble()),
                            List.of(ticket));
            case Stop stop -> stop(s.generation(), stop, s.gone(), List.of());
            case Ended ended -> Step.to(new Failed(s.generation(), s.trouble(), s.count(), true));
            case Tick none -> Step.to(s);
            case Made late -> Step.to(s);
            case NotMade late -> Step.to(s);
            case CameUp late -> Step.to(s);
            case NotUp again -> Step.to(s);
            case Looked late -> Step.to(s);
            case Hung late -> Step.to(s);
            case Discovered late -> Step.to(s);
        };
    }

    private Step stopping(Stopping s, ServiceSignal signal) {
        return switch (signal) {
            case Start(long ticket) ->
                    Step.to(new Stopping(s.generation(), s.stoppers(), plus(s.starters(), ticket)));
            case Stop(long ticket, Ending how) ->
                    disappoint(
                            Step.to(
                                    new Stopping(
                                            s.generation(), plus(s.stoppers(), ticket), List.of()),
                                    new End(s.generation(), how)),
                            s.starters(),
                            Trouble.stopped(name));
            case Ended(long g, Optional<Exit> exit) ->
                    Step.to(
                                    new Initial(g),
                                    new Tell(new ServiceChange.Stopped(g, exit)),
                                    new Fulfil(s.stoppers()))
                            .then(s.starters().stream().<ServiceSignal>map(Start::new).toList());
            case Tick none -> Step.to(s);
            case Made late -> Step.to(s);
            case NotMade late -> Step.to(s);
            case CameUp late -> Step.to(s);
            case NotUp late -> Step.to(s);
            case Looked late -> Step.to(s);
            case Hung late -> Step.to(s);
            case Discovered late -> Step.to(s);
        };
    }

    /// The next server, once the one before is gone.
    private static Step again(
            long generation,
            boolean gone,
            Count count,
            Optional<StartFailure> trouble,
            List<Long> starters) {
        if (gone) return make(generation, count, trouble, starters);
        return Step.to(new Starting(generation, Phase.AFTER_PREVIOUS, count, trouble, starters));
    }

    private static Step restart(Crashed s, List<Long> starters) {
        return again(s.generation(), s.gone(), s.count(), Optional.of(s.trouble()), starters);
    }

    private static Step make(
            long before, Count count, Optional<StartFailure> trouble, List<Long> starters) {
        long generation = before + 1;
        return Step.to(
                new Starting(generation, Phase.MAKING, count, trouble, starters),
                new Make(generation));
    }

    private static Step launch(Starting s, Made made) {
        return Step.to(
                new Starting(s.generation(), Phase.LAUNCHED, s.count(), s.trouble(), s.starters()),
                new Launch(made.generation(), made.server()));
    }

    private Step cameUp(Starting s, Moment now) {
        Ready ready =
                new Ready(
                        s.generation(),
                        s.count().well(),
                        now.at(),
                        nextLook(now, policy.liveness().every()),
                        false);
        return Step.to(ready, new Welcome(s.generation()), new Fulfil(s.starters()));
    }

    /// To the end, whatever runs.
    private Step stop(long generation, Stop stop, boolean nothingRuns, List<Long> starters) {
        Step step =
                Step.to(
                        new Stopping(generation, List.of(stop.ticket()), List.of()),
                        new Tell(new ServiceChange.Stopping(generation)),
                        nothingRuns ? new Abandon(generation) : new End(generation, stop.how()));
        Step told = disappoint(step, starters, Trouble.stopped(name));
        return nothingRuns ? told.then(List.of(new Ended(generation, Optional.empty()))) : told;
    }

    private Step trouble(
            long g,
            StartFailure failure,
            Optional<Exit> exit,
            boolean gone,
            Count count,
            Moment now) {
        return trouble(g, failure, exit, gone, count, List.of(), now);
    }

    private Step trouble(
            long g,
            StartFailure failure,
            Optional<Exit> exit,
            boolean gone,
            Starting s,
            Moment now) {
        return trouble(g, failure, exit, gone, s.count(), s.starters(), now);
    }

    /// It is not ready, or not any more: once more, or given up.
    private Step trouble(
            long g,
            StartFailure failure,
            Optional<Exit> exit,
            boolean gone,
            Count count,
            List<Long> starters,
            Moment now) {
        boolean worthIt = Repetition.isWorthIt(failure, count.wasWell(), fixedPort);
        boolean mayBe = count.retries() < policy.restart().max();
        Step step;
        if (worthIt && mayBe) {
            Count more = count.oneMore();
            Duration wait = Backoff.of(policy.restart()).before(more.retries(), now.luck());
            step =
                    Step.to(
                            new Crashed(g, failure, more, now.at().plus(wait), gone, starters),
                            new Tell(
                                    new ServiceChange.Crashed(
                                            g, failure.message(), exit, more.retries(), wait)));
        } else {
            StartFailure last = worthIt ? Trouble.givenUp(failure, count.retries()) : failure;
            step =
                    disappoint(
                            Step.to(
                                    new Failed(g, last, count, gone),
                                    new Tell(new ServiceChange.Failed(g, last, exit))),
                            starters,
                            last);
        }
        return step;
    }

    private static Step disappoint(Step step, List<Long> tickets, StartFailure failure) {
        return tickets.isEmpty() ? step : step.with(new Disappoint(tickets, failure));
    }

    /// Ready for long enough is well again, also when nobody looked meanwhile.
    private Count countAt(Ready s, Moment now) {
        return now.at().compareTo(forgivenAt(s)) >= 0 ? s.count().forgiven() : s.count();
    }

    private Duration forgivenAt(Ready s) {
        return s.count().retries() == 0 ? NEVER : s.since().plus(policy.restart().healthyAfter());
    }

    private static Duration nextLook(Ready s) {
        return s.looking() ? NEVER : s.nextLook();
    }

    private Duration nextLook(Moment now, Duration pause) {
        return policy.liveness().every().isZero() ? NEVER : now.at().plus(pause);
    }

    private static Optional<Duration> earlier(Duration a, Duration b) {
        Duration first = a.compareTo(b) <= 0 ? a : b;
        return first.compareTo(NEVER) < 0 ? Optional.of(first) : Optional.empty();
    }

    private static List<Long> plus(List<Long> tickets, long ticket) {
        if (tickets.contains(ticket)) return tickets;
        List<Long> more = new ArrayList<>(tickets);
        more.add(ticket);
        return more;
    }
}
