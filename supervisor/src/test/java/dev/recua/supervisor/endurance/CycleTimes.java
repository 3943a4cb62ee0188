package dev.recua.supervisor.endurance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long cycles took. Safe from any thread.
final class CycleTimes {
    private final String what;
    private final List<Double> starts = new ArrayList<>();
    private final List<Double> cycles = new ArrayList<>();

    /// @param what in words
    CycleTimes(String what) {
        this.what = what;
    }

    /// @param startNanos from the order to start until it takes requests
    /// @param cycleNanos from there to its end, and the start
    synchronized void add(long startNanos, long cycleNanos) {
        starts.add(startNanos / 1e6);
        cycles.add(cycleNanos / 1e6);
    }

    synchronized int count() {
        return cycles.size();
    }

    /// Rows of a table: what, how many, median, 95 % and most, all in ms.
    synchronized List<String> rows() {
        return List.of(row(what + ", start", starts), row(what + ", start and stop", cycles));
    }

    private static String row(String what, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.0f |",
                what,
                sorted.size(),
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                quantile(sorted, 1));
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }
}
