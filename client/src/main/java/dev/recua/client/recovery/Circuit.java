package dev.recua.client.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a provider is asked at all: after some failures in a row it is left alone for a while,
/// then
/// one request finds out whether it is back.
///
/// ```text
/// Closed ── `failures` in a row ──► Open ── its time is over, one request ──► HalfOpen
///   ▲                                ▲                                          │ │
///   │                                └────────── fails: twice as long ──────────┘ │
///   └──────────────────────────────────────── answers ───────────────────────────┘
/// ```
///
/// Immutable and pure; [CircuitBreaker] keeps one.
///
/// @param limits how many failures, how long
public record Circuit(State state, Limits limits) {
    /// Where it is.
    public sealed interface State {
        /// Requests pass.
        ///
        /// @param failures in a row so far
        record Closed(int failures) implements State {}

        /// Nothing passes.
        ///
        /// @param until when one request may find out
        /// @param times how often in a row it has opened, from 1
        record Open(Instant until, int times) implements State {}

        /// One request finds out; nothing else passes.
        ///
        /// @param giveUp when that request counts as lost, and another one may
        record HalfOpen(Instant giveUp, int times) implements State {}
    }

    /// How many failures, how long.
    ///
    /// @param failures in a row until it opens, at least 1
    /// @param first    how long it stays open the first time
    /// @param longest  how long at most
    public record Limits(int failures, Duration first, Duration longest) {
        /// 5 failures; 30 s, then 1, 2, 4, 5, 5, … minutes.
        public static final Limits USUAL =
                new Limits(5, Duration.ofSeconds(30), Duration.ofMinutes(5));

        public Limits {
            if (failures < 1) {
                throw new IllegalArgumentException("failures must be at least 1: " + failures);
            }
            if (!first.isPositive() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "first must be above zero and at most longest: %s, %s"
                                .formatted(first, longest));
            }
        }

        Duration open(int times) {
            return new Backoff(first, longest, 0).nominal(times);
        }
    }

    /// One that lets requests pass.
    public static Circuit closed(Limits limits) {
        return new Circuit(new State.Closed(0), limits);
    }

    /// The circuit after it let a request pass; empty when it lets none pass now.
    public Optional<Circuit> admit(Instant now) {
        return switch (state) {
            case State.Closed closed -> Optional.of(this);
            case State.Open open ->
                    now.isBefore(open.until())
                            ? Optional.empty()
                            : Optional.of(probing(now, open.times()));
            case State.HalfOpen half ->
                    now.isBefore(half.giveUp())
                            ? Optional.empty()
                            : Optional.of(probing(now, half.times()));
        };
    }

    private Circuit probing(Instant now, int times) {
        return new Circuit(new State.HalfOpen(now.plus(limits.longest()), times), limits);
    }

    /// The circuit after the provider answered, be it with a refusal.
    public Circuit answered() {
        return closed(limits);
    }

    /// The circuit after the provider failed.
    public Circuit failed(Instant now) {
        return switch (state) {
            case State.Closed closed ->
                    closed.failures() + 1 < limits.failures()
                            ? new Circuit(new State.Closed(closed.failures() + 1), limits)
                            : opened(now, 1);
            case State.HalfOpen half -> opened(now, half.times() + 1);
            case State.Open open -> this; // a request from before it opened
        };
    }

    /// The circuit after a request that it let pass ended without an answer or a failure, such as
    /// one that its caller gave up: the next one may find out.
    public Circuit abandoned(Instant now) {
        return state instanceof State.HalfOpen half
                ? new Circuit(new State.Open(now, half.times()), limits)
                : this;
    }

    private Circuit opened(Instant now, int times) {
        return new Circuit(new State.Open(now.plus(limits.open(times)), times), limits);
    }

    /// When a request may pass again; empty when one may now.
    public Optional<Instant> restsUntil(Instant now) {
        return switch (state) {
            case State.Closed closed -> Optional.empty();
            case State.Open open -> Optional.of(open.until()).filter(now::isBefore);
            case State.HalfOpen half -> Optional.of(half.giveUp()).filter(now::isBefore);
        };
    }
}
