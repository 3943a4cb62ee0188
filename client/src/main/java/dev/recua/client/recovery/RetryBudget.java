package dev.recua.client.recovery;

import java.time.Duration;
import java.time.Instant;

/// How many requests one client may still send again: a bucket of tokens, one for each time. It
/// keeps
/// a server that is broken for everybody from being asked four times as often as when it is well.
///
/// The numbers of [#usual] and why:
/// - 20 tokens: more than the 10 that one request can ever use, so that a caller who asks one thing
///   at a time gets what `maxRetries` promises; and few enough that 100 callers who fail together
///   send 120 requests and not 400.
/// - one token each 5 s: a server that was away for long is still tried.
/// - a tenth of a token for each answer: a server that fails one request in twenty never runs
///   a busy client out of tokens, and resends stay below a tenth of the load.
///
/// Immutable; time is passed in.
///
/// @param most      tokens of a full bucket, at least 1
/// @param refill    how long one token takes to come back by itself
/// @param perAnswer tokens that come back with an answer, 0 to 1
/// @param tokens    how many there were at `at`
/// @param at        when they were counted
public record RetryBudget(
        double most, Duration refill, double perAnswer, double tokens, Instant at) {
    private static final double USUAL_MOST = 20;
    private static final Duration USUAL_REFILL = Duration.ofSeconds(5);
    private static final double USUAL_PER_ANSWER = 0.1;

    public RetryBudget {
        if (!(most >= 1)) throw new IllegalArgumentException("most must be at least 1: " + most);
        if (!refill.isPositive()) {
            throw new IllegalArgumentException("refill must be above zero, was " + refill);
        }
        if (!(perAnswer >= 0 && perAnswer <= 1)) {
            throw new IllegalArgumentException("perAnswer must be 0 to 1, was " + perAnswer);
        }
        tokens = Math.max(0, Math.min(most, tokens));
    }

    /// A full bucket with the usual numbers.
    public static RetryBudget usual(Instant now) {
        return new RetryBudget(USUAL_MOST, USUAL_REFILL, USUAL_PER_ANSWER, USUAL_MOST, now);
    }

    /// The bucket as it is now. A clock that went back takes nothing away.
    public RetryBudget at(Instant now) {
        if (!now.isAfter(at)) return this;
        double back = (double) Duration.between(at, now).toMillis() / refill.toMillis();
        return new RetryBudget(most, refill, perAnswer, tokens + back, now);
    }

    /// Whether one more request may be sent again.
    public boolean allows() {
        return tokens >= 1;
    }

    /// The bucket after a request was sent again.
    ///
    /// @throws IllegalStateException when it does not [#allows] it
    public RetryBudget spent() {
        if (!allows()) throw new IllegalStateException("no token is left: " + tokens);
        return new RetryBudget(most, refill, perAnswer, tokens - 1, at);
    }

    /// The bucket after an answer.
    public RetryBudget answered() {
        return new RetryBudget(most, refill, perAnswer, tokens + perAnswer, at);
    }

    /// How long until [#allows] is true again by time alone; zero when it is.
    public Duration untilNext() {
        if (allows()) return Duration.ZERO;
        return Duration.ofMillis((long) Math.ceil((1 - tokens) * refill.toMillis()));
    }
}
