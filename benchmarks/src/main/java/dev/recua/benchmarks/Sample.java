package dev.recua.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What one measurement gave, every round of it.
///
/// @param what   the measured thing in words
/// @param unit   of the values: `ms`, `MiB`, `ratio`, `rounds`
/// @param values one for each round, at least one, in the order of the rounds
public record Sample(String what, String unit, List<Double> values) {
    public Sample {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured: " + what);
        }
        values = List.copyOf(values);
    }

    /// A single value.
    static Sample of(String what, String unit, double value) {
        return new Sample(what, unit, List.of(value));
    }

    /// How many times the median of `other` this one's is.
    Sample ratioTo(Sample other) {
        String words = "median of: " + what + " / " + other.what;
        return of(words, "ratio", percentile(50) / other.percentile(50));
    }

    /// The smallest value that at least this share of all values does not exceed.
    ///
    /// @param percent above 0, at most 100
    double percentile(double percent) {
        double[] sorted = sorted();
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }

    double min() {
        return sorted()[0];
    }

    double max() {
        return percentile(100);
    }

    private double[] sorted() {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /// Cells of a Markdown table: what, unit, rounds, median, 95 %, least, most.
    List<String> cells() {
        return Stream.concat(
                        Stream.of(what, unit, Integer.toString(values.size())),
                        Stream.of(percentile(50), percentile(95), min(), max()).map(Sample::shown))
                .toList();
    }

    /// Three digits that matter.
    private static String shown(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) return "%.0f".formatted(value);
        return (size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f").formatted(value);
    }
}
