package dev.recua.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// The figures in Micrometer's terms. Safe from any thread.
final class Meters {
    private static final Duration[] WAITS =
            seconds(0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600);
    private static final Duration[] FIRST_TOKENS =
            seconds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300);
    private static final Duration[] LOADS =
            seconds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300);
    private static final double[] RATES = {
        1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 250, 500, 1_000, 5_000
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Figure, MultiGauge> rows = new EnumMap<>(Figure.class);

    /// One row of a gauge with one label.
    record Row(double value, String label) {}

    Meters() {
        for (Figure figure : List.of(Figure.ACTIVE, Figure.WAITING, Figure.CHILD_MEMORY)) {
            rows.put(
                    figure,
                    MultiGauge.builder(figure.meterName())
                            .description(figure.meaning())
                            .register(registry));
        }
    }

    /// Adds to a counter.
    ///
    /// @param labels values, in the order of the figure's labels
    void count(Figure figure, double amount, String... labels) {
        Counter.builder(figure.meterName())
                .description(figure.meaning())
                .tags(tags(figure, labels))
                .register(registry)
                .increment(amount);
    }

    /// Records a duration in a histogram.
    void time(Figure figure, Duration took, String... labels) {
        Timer.builder(figure.meterName())
                .description(figure.meaning())
                .serviceLevelObjectives(buckets(figure))
                .tags(tags(figure, labels))
                .register(registry)
                .record(took);
    }

    /// Records a rate in a histogram.
    void rate(Figure figure, double value, String... labels) {
        DistributionSummary.builder(figure.meterName())
                .description(figure.meaning())
                .serviceLevelObjectives(RATES)
                .tags(tags(figure, labels))
                .register(registry)
                .record(value);
    }

    /// Sets all rows of a gauge; those that are not named are gone.
    void set(Figure figure, List<Row> values) {
        var shown = new ArrayList<MultiGauge.Row<?>>();
        for (Row row : values) shown.add(MultiGauge.Row.of(tags(figure, row.label()), row::value));
        MultiGauge gauge = rows.get(figure);
        if (gauge == null) throw new IllegalArgumentException(figure + " is not set by rows");
        gauge.register(shown, true);
    }

    /// A gauge that is asked for at each scrape.
    void gauge(Figure figure, DoubleSupplier now, String... labels) {
        Gauge.builder(figure.meterName(), now::getAsDouble)
                .description(figure.meaning())
                .tags(tags(figure, labels))
                .strongReference(true)
                .register(registry);
    }

    /// A counter that somebody else counts, asked for at each scrape.
    void counter(Figure figure, DoubleSupplier now, String... labels) {
        FunctionCounter.builder(figure.meterName(), now, DoubleSupplier::getAsDouble)
                .description(figure.meaning())
                .tags(tags(figure, labels))
                .register(registry);
    }

    /// Everything, in Prometheus' text format 0.0.4.
    String scrape() {
        return registry.scrape();
    }

    private static Tags tags(Figure figure, String... values) {
        List<String> names = figure.labels();
        if (names.size() != values.length) {
            throw new IllegalArgumentException(
                    figure + " has the labels " + names + ", not " + values.length);
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) tags = tags.and(names.get(i), values[i]);
        return tags;
    }

    private static Duration[] buckets(Figure figure) {
        return switch (figure) {
            case LOAD -> LOADS;
            case FIRST_TOKEN -> FIRST_TOKENS;
            default -> WAITS;
        };
    }

    private static Duration[] seconds(double... each) {
        var durations = new Duration[each.length];
        for (int i = 0; i < each.length; i++)
            durations[i] = Duration.ofMillis(Math.round(each[i] * 1000));
        return durations;
    }
}
