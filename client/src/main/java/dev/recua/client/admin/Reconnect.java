package dev.recua.client.admin;

import java.time.Duration;
import java.util.Optional;

/// When a subscription comes back whose connection is gone: after 1 s, then 2 s, then 4 s, …, each
/// time somewhere in the upper half of it, so that many listeners do not come at once.
///
/// @param attempts how often it tries in a row, at least 0; [#FOREVER] does not stop
/// @param first    the longest first wait, and the shortest of all later ones
/// @param most     the longest wait
public record Reconnect(int attempts, Duration first, Duration most) {
    /// 5 attempts, 1 s to 5 s apart: those of the dashboards that exist already.
    public static final Reconnect DEFAULT =
            new Reconnect(5, Duration.ofSeconds(1), Duration.ofSeconds(5));

    /// The same, as long as it takes.
    public static final Reconnect FOREVER =
            new Reconnect(Integer.MAX_VALUE, DEFAULT.first, DEFAULT.most);

    /// Not at all.
    public static final Reconnect NEVER = new Reconnect(0, DEFAULT.first, DEFAULT.most);

    public Reconnect {
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts must be at least 0, was " + attempts);
        }
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "waits must be above 0 and first at most most, were %s and %s"
                            .formatted(first, most));
        }
    }

    /// How long to wait now.
    ///
    /// @param failed how many attempts in a row came to nothing since the last connection, from 0
    /// @param chance 0 to 1, equally likely
    /// @param wanted how long the server asked to wait at least
    /// @return empty when it gives up
    Optional<Duration> wait(int failed, double chance, Optional<Duration> wanted) {
        if (failed >= attempts) return Optional.empty();
        long cap = most.toMillis();
        long full = Math.min(cap, first.toMillis() << Math.min(failed, 20));
        long spread = Math.max(first.toMillis(), (long) (full * (0.5 + chance / 2)));
        long asked = wanted.map(Duration::toMillis).orElse(0L);
        return Optional.of(Duration.ofMillis(Math.max(Math.min(spread, cap), asked)));
    }
}
