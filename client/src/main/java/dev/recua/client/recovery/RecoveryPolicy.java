package dev.recua.client.recovery;

import dev.recua.client.config.ProviderConfig;
import java.time.Duration;

/// How patient one client is. What each kind of failure allows is
/// `dev.recua.client.error.RecoveryStrategy`; this is what the user allows.
///
/// @param maxRetries         how often a request is sent again at most, whatever failed, 0 to 10;
///     0 is never, and then nothing else is tried either
/// @param timeout            of the first attempt: of a whole answer, or of the silence in a
///     stream; an attempt after a timeout gets twice as much
/// @param backoff            between attempts
/// @param longestRetryAfter  the longest `Retry-After` that is waited for; when a server wants to
///     be left alone for longer, the request fails at once and says so, for it must not be sent
///     sooner
/// @param poll               between two looks at a server that loads its model
/// @param modelWait          how long a request may wait in all for a model to load
/// @param otherModel         whether the first available model may answer for one that is missing
/// @param truncate           whether the oldest messages may be left out of a conversation that is
///     too long
/// @param mergeConsecutive   whether messages of the same role in a row are joined before they are
///     sent; it is done after the template's own complaint in any case
public record RecoveryPolicy(
        int maxRetries,
        Duration timeout,
        Backoff backoff,
        Duration longestRetryAfter,
        Duration poll,
        Duration modelWait,
        boolean otherModel,
        boolean truncate,
        boolean mergeConsecutive) {
    /// A minute: whoever waits for an answer waits no longer without being told.
    public static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(1);

    /// One look a second, as a start is watched elsewhere.
    public static final Duration POLL = Duration.ofSeconds(1);

    /// As long as a start may take.
    public static final Duration MODEL_WAIT = Duration.ofMinutes(5);

    public RecoveryPolicy {
        if (maxRetries < 0 || maxRetries > 10) {
            throw new IllegalArgumentException("maxRetries must be 0 to 10, was " + maxRetries);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be above zero, was " + timeout);
        }
        if (longestRetryAfter.isNegative() || modelWait.isNegative()) {
            throw new IllegalArgumentException(
                    "a wait is negative: longestRetryAfter %s, modelWait %s"
                            .formatted(longestRetryAfter, modelWait));
        }
        if (!poll.isPositive()) {
            throw new IllegalArgumentException("poll must be above zero, was " + poll);
        }
    }

    /// What a provider's configuration says; another model only when [#withOtherModel] allows it.
    public static RecoveryPolicy of(ProviderConfig config) {
        return of(config.maxRetries(), config.timeout());
    }

    /// These two, and every default.
    public static RecoveryPolicy of(int maxRetries, Duration timeout) {
        return new RecoveryPolicy(
                maxRetries,
                timeout,
                Backoff.USUAL,
                LONGEST_RETRY_AFTER,
                POLL,
                MODEL_WAIT,
                false,
                true,
                false);
    }

    /// The same, where another model may answer for one that the server does not have.
    public RecoveryPolicy withOtherModel() {
        return new RecoveryPolicy(
                maxRetries,
                timeout,
                backoff,
                longestRetryAfter,
                poll,
                modelWait,
                true,
                truncate,
                mergeConsecutive);
    }

    /// The same with other waits between attempts.
    public RecoveryPolicy withBackoff(Backoff other) {
        return new RecoveryPolicy(
                maxRetries,
                timeout,
                other,
                longestRetryAfter,
                poll,
                modelWait,
                otherModel,
                truncate,
                mergeConsecutive);
    }

    /// The same, where a conversation that is too long fails as it is.
    public RecoveryPolicy withoutTruncation() {
        return new RecoveryPolicy(
                maxRetries,
                timeout,
                backoff,
                longestRetryAfter,
                poll,
                modelWait,
                otherModel,
                false,
                mergeConsecutive);
    }

    /// The same, where messages of the same role in a row are joined before they are sent.
    public RecoveryPolicy withMerging() {
        return new RecoveryPolicy(
                maxRetries,
                timeout,
                backoff,
                longestRetryAfter,
                poll,
                modelWait,
                otherModel,
                truncate,
                true);
    }

    /// The longest that one request can spend waiting between its attempts: the attempts' own time
    /// comes on top.
    public Duration longestWaiting() {
        if (maxRetries == 0) return Duration.ZERO;
        Duration each =
                longestRetryAfter.compareTo(backoff.cap()) > 0 ? longestRetryAfter : backoff.cap();
        return each.multipliedBy(maxRetries).plus(modelWait);
    }
}
