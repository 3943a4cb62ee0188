package dev.recua.gateway.it.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what became of the calls. Safe from any thread.
final class Tally {
    private static final int SHOWN = 20;

    /// The calls of one kind.
    static final class Row {
        private int answered;
        private final Map<String, Integer> refused = new TreeMap<>();
        private final Map<String, Integer> left = new TreeMap<>();
        private int lost;
        private final List<Double> millis = new ArrayList<>();

        int answered() {
            return answered;
        }

        /// By code.
        Map<String, Integer> refused() {
            return refused;
        }

        /// By when.
        Map<String, Integer> left() {
            return left;
        }

        int lost() {
            return lost;
        }

        /// From the request to the last byte of the whole answer, sorted.
        List<Double> millis() {
            return millis.stream().sorted().toList();
        }

        private void add(Verdict verdict, double took) {
            switch (verdict) {
                case Verdict.Answered _ -> {
                    answered++;
                    millis.add(took);
                }
                case Verdict.Refused it -> refused.merge(it.code(), 1, Integer::sum);
                case Verdict.Left it -> left.merge(it.when(), 1, Integer::sum);
                case Verdict.Lost _ -> lost++;
            }
        }
    }

    private final Map<String, Row> rows = new TreeMap<>();
    private final List<String> losses = new ArrayList<>();

    synchronized void add(Call call, String requestId, Verdict verdict, double tookMillis) {
        rows.computeIfAbsent(call.kind(), _ -> new Row()).add(verdict, tookMillis);
        if (verdict instanceof Verdict.Lost lost && losses.size() < SHOWN) {
            losses.add(
                    "%s %s %s %s: %s"
                            .formatted(
                                    requestId,
                                    call.method(),
                                    call.path(),
                                    call.conduct(),
                                    lost.why()));
        }
    }

    /// By kind; to be read when the clients have ended.
    synchronized Map<String, Row> rows() {
        return rows;
    }

    /// The first of those that were lost, with why.
    synchronized List<String> losses() {
        return List.copyOf(losses);
    }
}
