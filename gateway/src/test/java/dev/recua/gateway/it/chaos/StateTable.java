package dev.recua.gateway.it.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which state of a service may follow which. Pure.
///
/// ```text
/// initial  → starting
/// starting → ready · crashed · error · stopping
/// ready    → crashed · stopping · error (it died once more than it is restarted)
/// crashed  → starting · error · stopping · initial
/// stopping → initial · starting (a start came while it stopped)
/// error    → starting · stopping · initial
/// ```
final class StateTable {
    private static final Map<String, Set<String>> NEXT =
            Map.of(
                    "initial", Set.of("starting"),
                    "starting", Set.of("ready", "crashed", "error", "stopping"),
                    "ready", Set.of("crashed", "stopping", "error"),
                    "crashed", Set.of("starting", "error", "stopping", "initial"),
                    "stopping", Set.of("initial", "starting"),
                    "error", Set.of("starting", "stopping", "initial"));

    /// A service was seen in a state.
    ///
    /// @param retries restarts since it was last well, as it says itself
    record Seen(Instant at, String state, int retries) {}

    private StateTable() {}

    /// What the table forbids, in words; empty when all is well. Being told a state twice is fine.
    ///
    /// @param maxRetries that it may count to
    static List<String> violations(List<Seen> seen, int maxRetries) {
        var wrong = new ArrayList<String>();
        for (int i = 0; i < seen.size(); i++) {
            Seen now = seen.get(i);
            if (!NEXT.containsKey(now.state())) wrong.add("no state at all: " + now);
            if (now.retries() > maxRetries)
                wrong.add("more than %d: %s".formatted(maxRetries, now));
            if (i == 0) continue;
            Seen before = seen.get(i - 1);
            boolean allowed =
                    before.state().equals(now.state())
                            || NEXT.getOrDefault(before.state(), Set.of()).contains(now.state());
            if (!allowed) wrong.add("%s after %s".formatted(now, before));
        }
        return wrong;
    }

    /// How often it came into this state.
    static int entered(List<Seen> seen, String state) {
        int times = 0;
        for (int i = 0; i < seen.size(); i++) {
            boolean same = i > 0 && seen.get(i - 1).state().equals(state);
            if (seen.get(i).state().equals(state) && !same) times++;
        }
        return times;
    }

    /// When the first change after this moment was told; the moment itself when none was.
    static Instant nextAfter(Instant moment, List<Seen> seen) {
        return seen.stream()
                .map(Seen::at)
                .filter(at -> at.isAfter(moment))
                .findFirst()
                .orElse(moment);
    }

    /// How often it came into this state in a span of time, counting the one that it was in when
    /// the span began.
    static int entered(List<Seen> seen, String state, Instant from, Instant to) {
        int first = 0;
        while (first + 1 < seen.size() && !seen.get(first + 1).at().isAfter(from)) first++;
        return entered(
                seen.subList(Math.min(first, seen.size()), seen.size()).stream()
                        .filter(one -> !one.at().isAfter(to))
                        .toList(),
                state);
    }
}
