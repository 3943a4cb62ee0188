package dev.recua.gateway.fleet;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// How children ended, by the number of their start: of those that are there, when it is known; of
/// the last 64 that are not, at once. Safe from any thread.
final class Departures {
    /// Ends that are still told to a request which asks late.
    private static final int KEPT = 64;

    /// How long a connection may be broken before its process counts as alive.
    private static final long REAPING_MS = 500;

    /// Of one of which nothing is known any more.
    static final Departure GONE = Departure.of("it is gone", OptionalInt.empty(), List.of());
    private static final Departure STILL_THERE =
            new Departure(
                    false,
                    "it closed the connection and is still running",
                    OptionalInt.empty(),
                    List.of());

    private final Map<Long, CompletableFuture<Departure>> expected = new HashMap<>();
    private final Map<Long, Departure> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Departure> eldest) {
                    return size() > KEPT;
                }
            };

    /// From now on there is a child of this number.
    synchronized void expect(long generation) {
        expected.put(generation, new CompletableFuture<>());
    }

    /// It has ended. A second end changes nothing.
    void ended(long generation, Departure how) {
        CompletableFuture<Departure> asked;
        synchronized (this) {
            asked = expected.remove(generation);
            if (asked == null) return;
            known.put(generation, how);
        }
        asked.complete(how);
    }

    /// How it ended. Waits a moment, since a connection breaks before the process is reaped, and
    /// says so when the process is still there.
    synchronized CompletableFuture<Departure> of(long generation) {
        CompletableFuture<Departure> end = expected.get(generation);
        return end == null
                ? CompletableFuture.completedFuture(known.getOrDefault(generation, GONE))
                : end.copy().completeOnTimeout(STILL_THERE, REAPING_MS, MILLISECONDS);
    }
}
