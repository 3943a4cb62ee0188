package dev.recua.client.recovery;

import dev.recua.client.error.ErrorType;
import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import dev.recua.client.error.RecoveryStrategy;
import dev.recua.client.wire.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What to do about a failed request: the matrix of source 002, bounded by what the user allows.
///
/// | failure | what is done | how often |
/// |---|---|---|
/// | any, once a part of the answer was given | nothing | – |
/// | any, with `maxRetries` 0 | nothing | – |
/// | connection, server error | send again, backoff | 3 |
/// | overloaded | send again, backoff or `Retry-After` | 5 |
/// | timeout | send again at once with twice the time | 2 |
/// | no place in the connection pool in time | nothing: that was the wait | – |
/// | stream broken before any token | ask for the whole answer | 1 |
/// | context overflow | leave out the oldest messages | as long as some are left |
/// | model not found | the first available model, if the user allows it | 1 |
/// | the template wants roles to alternate | join messages of one role | 1 |
/// | model loading | wait until it is there | not counted; 300 s in all |
/// | key, invalid request | nothing | – |
///
/// `maxRetries` bounds the sum of all that is counted. Pure.
final class Decision {
    /// By how much longer than `Retry-After` may be waited, so that clients do not return at once.
    private static final double AFTER_WISH = 0.1;

    private static final Step SETTLED =
            new Step.GiveUp("sending the same again gives the same, the server says");

    private Decision() {}

    /// @param tried  what was done for this request before
    /// @param random for the jitter
    /// @param now    when the failure came
    static Step next(
            LlmException failure,
            Tried tried,
            RecoveryPolicy policy,
            RandomGenerator random,
            Instant now) {
        if (tried.tokenGiven()) {
            return new Step.GiveUp(
                    "a part of the answer had been given; asking again would give it twice");
        }
        if (policy.maxRetries() == 0) return new Step.GiveUp("maxRetries is 0");
        if (failure instanceof LlmException.ModelLoading) {
            return await(failure, tried, policy, now);
        }
        if (tried.total() >= policy.maxRetries()) return new Step.GiveUp(spent(tried, policy));
        if (wantsAlternation(failure)) return merge(tried);
        return byKind(failure, tried, policy, random);
    }

    private static Step byKind(
            LlmException failure, Tried tried, RecoveryPolicy policy, RandomGenerator random) {
        return switch (failure) {
            case LlmException.ConnectionFailed connection ->
                    resend(connection, tried, policy, random);
            case LlmException.ServerFailed server -> resend(server, tried, policy, random);
            case LlmException.ServerOverloaded busy -> resend(busy, tried, policy, random);
            case LlmException.TimedOut late -> longer(late, tried);
            case LlmException.StreamBroken broken ->
                    tried.streaming() ? whole(tried) : resend(broken, tried, policy, random);
            case LlmException.ContextOverflow overflow ->
                    policy.truncate()
                            ? new Step.Truncate()
                            : new Step.GiveUp("truncation is switched off");
            case LlmException.ModelNotFound missing -> other(tried, policy);
            case LlmException.AuthenticationFailed key ->
                    new Step.GiveUp("the key will not be another one next time");
            case LlmException.InvalidRequest invalid ->
                    new Step.GiveUp("the same request is refused again");
            case LlmException.ModelLoading loading ->
                    throw new IllegalStateException("decided before");
        };
    }

    private static Step resend(
            LlmException failure, Tried tried, RecoveryPolicy policy, RandomGenerator random) {
        if (isSettled(failure)) return SETTLED;
        int before = tried.after(failure.type());
        if (before >= RecoveryStrategy.of(failure.type()).maxRetries()) {
            return new Step.GiveUp(spent(before, failure));
        }
        Optional<Duration> wish = failure.retryAfter().filter(Duration::isPositive);
        if (wish.isEmpty()) {
            Duration wait = policy.backoff().wait(tried.total() + 1, random);
            return new Step.Resend(wait, tried.limit(), false);
        }
        if (wish.get().compareTo(policy.longestRetryAfter()) > 0)
            return tooLong(wish.get(), policy);
        double factor = 1 + AFTER_WISH * random.nextDouble();
        Duration wait = Duration.ofNanos((long) (wish.get().toNanos() * factor));
        return new Step.Resend(shorter(wait, policy.longestRetryAfter()), tried.limit(), true);
    }

    private static Step longer(LlmException.TimedOut failure, Tried tried) {
        if (isSettled(failure)) return SETTLED;
        if (failure.waitedFor() == Happened.Phase.PLACE_IN_POOL) {
            return new Step.GiveUp("it was never sent: every connection of this client is in use");
        }
        int before = tried.after(failure.type());
        if (before >= RecoveryStrategy.of(failure.type()).maxRetries()) {
            return new Step.GiveUp(spent(before, failure));
        }
        return new Step.Resend(Duration.ZERO, tried.limit().multipliedBy(2), false);
    }

    private static Step await(
            LlmException failure, Tried tried, RecoveryPolicy policy, Instant now) {
        Duration wish = failure.retryAfter().filter(Duration::isPositive).orElse(policy.poll());
        if (wish.compareTo(policy.longestRetryAfter()) > 0) return tooLong(wish, policy);
        Duration waited = Duration.between(tried.loadingSince().orElse(now), now);
        if (waited.plus(wish).compareTo(policy.modelWait()) <= 0) return new Step.AwaitModel(wish);
        return new Step.GiveUp(
                "the model was still loading after %s s; a request waits %s s at most"
                        .formatted(waited.toSeconds(), policy.modelWait().toSeconds()));
    }

    private static Step whole(Tried tried) {
        int before = tried.after(ErrorType.STREAMING_ERROR);
        return before == 0
                ? new Step.NonStreaming()
                : new Step.GiveUp("asked without a stream already");
    }

    private static Step other(Tried tried, RecoveryPolicy policy) {
        if (!policy.otherModel()) {
            return new Step.GiveUp("another model answers only where the user allows it");
        }
        return tried.after(ErrorType.MODEL_NOT_FOUND) == 0
                ? new Step.OtherModel()
                : new Step.GiveUp("asked the first available model already");
    }

    private static Step merge(Tried tried) {
        return tried.merged()
                ? new Step.GiveUp("messages of the same role were joined already")
                : new Step.Merge();
    }

    private static Step tooLong(Duration wish, RecoveryPolicy policy) {
        return new Step.GiveUp(
                "the server wants to be left alone for %d s, and a request waits %d s at most"
                        .formatted(wish.toSeconds(), policy.longestRetryAfter().toSeconds()));
    }

    /// Whether a chat template complains that two messages of one role follow each other. Templates
    /// of Mistral's and Gemma's kind raise "Conversation roles must alternate
    /// user/assistant/user/assistant/..."; llama-server passes the words on, with 400 or 500.
    private static boolean wantsAlternation(LlmException failure) {
        return (failure instanceof LlmException.InvalidRequest
                        || failure instanceof LlmException.ServerFailed)
                && failure.error()
                        .map(ApiError::message)
                        .filter(it -> it.toLowerCase(Locale.ROOT).contains("roles must alternate"))
                        .isPresent();
    }

    /// Whether the server, or what is known of the failure, says that the same request fails again.
    private static boolean isSettled(LlmException failure) {
        return failure.failure().shouldRetry().filter(again -> !again).isPresent();
    }

    private static String spent(Tried tried, RecoveryPolicy policy) {
        return "sent again %d times, and maxRetries is %d"
                .formatted(tried.total(), policy.maxRetries());
    }

    private static String spent(int before, LlmException failure) {
        return "sent again %d times after %s, which is as often as helps"
                .formatted(before, failure.type());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
