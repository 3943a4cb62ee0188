package dev.recua.supervisor.child;

import dev.recua.supervisor.child.ChildState.Ended;
import dev.recua.supervisor.child.ChildState.Ready;
import dev.recua.supervisor.child.ChildState.Starting;
import dev.recua.supervisor.child.ChildState.Stopping;
import java.time.Duration;
import java.util.List;

/// Decides what a child does next. Pure: a state, what happened and the time give the next state
/// and what to do.
final class Lifecycle {

    /// How often a start is tried when another program took its port between our looking and its
    /// binding.
    static final int PORT_ATTEMPTS = 3;

    /// Far enough never to come: SIGKILL is then only sent when asked for.
    static final Duration NEVER = Duration.ofDays(36_500);

    private Lifecycle() {}

    /// What happened.
    sealed interface Signal {
        /// `/health` answered 200. A signal of an older attempt is dropped.
        record Healthy(int attempt) implements Signal {}

        /// The process ended.
        ///
        /// @param portTaken because it could not bind
        record Exited(boolean portTaken) implements Signal {}

        /// Someone wants it to leave within `grace`.
        record Stop(Duration grace) implements Signal {}

        /// One SIGTERM, and no SIGKILL by itself.
        record Terminate() implements Signal {}

        /// SIGKILL now.
        record Kill() implements Signal {}

        /// A deadline may have passed.
        record Tick() implements Signal {}
    }

    /// What to do about it.
    enum Action {
        LAUNCH,
        TERMINATE,
        KILL,
        NOTICE,
        ANSWER_READY,
        ANSWER_FAILED,
        ANSWER_TIMEOUT,
        ANSWER_EXITED
    }

    record Step(ChildState state, List<Action> actions) {
        static Step to(ChildState state, Action... actions) {
            return new Step(state, List.of(actions));
        }
    }

    static Step next(ChildState state, Signal signal, Duration now, ChildLimits limits) {
        return switch (state) {
            case Starting starting -> starting(starting, signal, now, limits);
            case Ready ready -> ready(ready, signal, now);
            case Stopping stopping -> stopping(stopping, signal, now);
            case Ended ended -> Step.to(ended);
        };
    }

    /// When the next [Signal.Tick] is due.
    static Duration deadline(ChildState state) {
        return switch (state) {
            case Starting s -> s.noticeAt().compareTo(s.readyBy()) < 0 ? s.noticeAt() : s.readyBy();
            case Ready r -> NEVER;
            case Stopping s ->
                    s.terms() < 2 && s.secondAt().compareTo(s.killAt()) < 0
                            ? s.secondAt()
                            : s.killAt();
            case Ended e -> NEVER;
        };
    }

    private static Step starting(Starting s, Signal signal, Duration now, ChildLimits limits) {
        return switch (signal) {
            case Signal.Healthy(int attempt) when attempt == s.attempt() ->
                    Step.to(new Ready(), Action.ANSWER_READY);
            case Signal.Healthy late -> Step.to(s);
            case Signal.Exited(boolean portTaken) when portTaken && s.attempt() < PORT_ATTEMPTS ->
                    Step.to(
                            new Starting(s.attempt() + 1, s.readyBy(), s.noticeAt()),
                            Action.LAUNCH);
            case Signal.Exited e ->
                    Step.to(new Ended(), Action.ANSWER_FAILED, Action.ANSWER_EXITED);
            case Signal.Tick t when now.compareTo(s.readyBy()) >= 0 ->
                    Step.to(
                            stopping(now, limits.stopGrace()),
                            Action.ANSWER_TIMEOUT,
                            Action.TERMINATE);
            case Signal.Tick t when now.compareTo(s.noticeAt()) >= 0 ->
                    Step.to(new Starting(s.attempt(), s.readyBy()), Action.NOTICE);
            case Signal.Tick t -> Step.to(s);
            case Signal.Stop(Duration grace) -> Step.to(stopping(now, grace), Action.TERMINATE);
            case Signal.Terminate t -> Step.to(new Stopping(1, NEVER, NEVER), Action.TERMINATE);
            case Signal.Kill k -> Step.to(new Stopping(2, now, NEVER), Action.KILL);
        };
    }

    private static Step ready(Ready r, Signal signal, Duration now) {
        return switch (signal) {
            case Signal.Exited e -> Step.to(new Ended(), Action.ANSWER_EXITED);
            case Signal.Stop(Duration grace) -> Step.to(stopping(now, grace), Action.TERMINATE);
            case Signal.Terminate t -> Step.to(new Stopping(1, NEVER, NEVER), Action.TERMINATE);
            case Signal.Kill k -> Step.to(new Stopping(2, now, NEVER), Action.KILL);
            case Signal.Healthy h -> Step.to(r);
            case Signal.Tick t -> Step.to(r);
        };
    }

    private static Step stopping(Stopping s, Signal signal, Duration now) {
        return switch (signal) {
            case Signal.Exited e ->
                    Step.to(new Ended(), Action.ANSWER_FAILED, Action.ANSWER_EXITED);
            case Signal.Kill k -> Step.to(new Stopping(2, s.secondAt(), NEVER), Action.KILL);
            case Signal.Terminate t ->
                    Step.to(
                            new Stopping(s.terms() + 1, s.secondAt(), s.killAt()),
                            Action.TERMINATE);
            case Signal.Stop(Duration grace) -> Step.to(sooner(s, stopping(now, grace)));
            case Signal.Healthy h -> Step.to(s);
            case Signal.Tick t when now.compareTo(s.killAt()) >= 0 ->
                    Step.to(new Stopping(2, s.secondAt(), NEVER), Action.KILL);
            case Signal.Tick t when s.terms() < 2 && now.compareTo(s.secondAt()) >= 0 ->
                    Step.to(new Stopping(2, s.secondAt(), s.killAt()), Action.TERMINATE);
            case Signal.Tick t -> Step.to(s);
        };
    }

    private static Stopping stopping(Duration now, Duration grace) {
        return new Stopping(1, now.plus(grace.dividedBy(2)), now.plus(grace));
    }

    /// A second stop never gives more time than the first.
    private static Stopping sooner(Stopping first, Stopping second) {
        if (first.killAt().compareTo(second.killAt()) <= 0) return first;
        return new Stopping(first.terms(), second.secondAt(), second.killAt());
    }
}
