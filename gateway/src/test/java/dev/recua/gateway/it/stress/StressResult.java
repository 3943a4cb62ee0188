package dev.recua.gateway.it.stress;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What a run showed.
///
/// @param plan        what was done
/// @param calls       requests that were sent
/// @param took        seconds until the last one ended
/// @param rows        what became of them, by kind
/// @param losses      the first that were lost, with why
/// @param samples     memory and descriptors while the clients were there
/// @param heaps       objects in use while the clients were there
/// @param mostEngines at once
/// @param enginesSeen different processes
/// @param looks       at the engines
/// @param before      the warm gateway without clients and engines
/// @param after       the same when everybody had gone
public record StressResult(
        StressPlan plan,
        int calls,
        double took,
        Map<String, Tally.Row> rows,
        List<String> losses,
        List<Sample> samples,
        List<Watch.Heap> heaps,
        int mostEngines,
        int enginesSeen,
        int looks,
        Rest before,
        Rest after) {
    private static final int PARTS = 5;

    /// The gateway at rest.
    ///
    /// @param rss         KiB
    /// @param descriptors open files, sockets and pipes
    /// @param connections to its address
    /// @param heap        bytes in use after a full collection
    record Rest(long rss, int descriptors, long connections, long heap) {}

    /// Requests with their right answers.
    public int answered() {
        return rows.values().stream().mapToInt(Tally.Row::answered).sum();
    }

    /// Requests that ended neither in an answer, nor in an allowed refusal, nor by their client.
    public int lost() {
        return rows.values().stream().mapToInt(Tally.Row::lost).sum();
    }

    /// Requests whose clients left first.
    public int left() {
        return rows.values().stream().mapToInt(row -> sum(row.left())).sum();
    }

    /// Requests that were refused as the contract allows.
    public int refused() {
        return rows.values().stream().mapToInt(row -> sum(row.refused())).sum();
    }

    /// Median resident memory in KiB in a fifth of the run, from 1; NaN without a look.
    public double rssInFifth(int fifth) {
        return median(fifth, samples, Sample::seconds, Sample::rss);
    }

    /// Median of the bytes in use in a fifth of the run, from 1; NaN without a look.
    public double heapInFifth(int fifth) {
        return median(fifth, heaps, Watch.Heap::seconds, Watch.Heap::bytes);
    }

    private <T> double median(
            int fifth, List<T> looks, ToDoubleFunction<T> when, ToDoubleFunction<T> what) {
        double length = plan.time().toMillis() / 1000.0 / PARTS;
        double[] values =
                looks.stream()
                        .filter(look -> when.applyAsDouble(look) >= (fifth - 1) * length)
                        .filter(look -> when.applyAsDouble(look) < fifth * length)
                        .mapToDouble(what)
                        .sorted()
                        .toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }

    static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
