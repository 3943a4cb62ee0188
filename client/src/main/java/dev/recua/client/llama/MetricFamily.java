package dev.recua.client.llama;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One metric of a Prometheus text with everything that was measured for it.
///
/// @param name    such as `llamacpp:requests_processing`
/// @param type    what its numbers are
/// @param help    for people; empty when there is none
/// @param samples in their order; a histogram's and a summary's are named `…_bucket`, `…_sum` and
///     `…_count`
public record MetricFamily(String name, Type type, String help, List<Sample> samples) {
    public MetricFamily {
        samples = List.copyOf(samples);
    }

    /// What the numbers of a metric are.
    public enum Type {
        /// They only grow.
        COUNTER,

        /// They go up and down.
        GAUGE,

        /// How many were at most so large.
        HISTOGRAM,

        /// Quantiles.
        SUMMARY,

        /// The text did not say.
        UNTYPED
    }

    /// One number.
    ///
    /// @param name   of the line; the metric's, except for histograms and summaries
    /// @param labels in their order
    /// @param value  may be infinite or not a number
    /// @param timestamp milliseconds since 1970; empty when it is of now
    public record Sample(
            String name, Map<String, String> labels, double value, OptionalLong timestamp) {}

    /// The first number without labels, or else the first one.
    public Optional<Sample> plain() {
        return samples.stream()
                .filter(it -> it.labels().isEmpty())
                .findFirst()
                .or(() -> samples.stream().findFirst());
    }
}
