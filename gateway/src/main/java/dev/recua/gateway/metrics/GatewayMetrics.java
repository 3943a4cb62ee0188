package dev.recua.gateway.metrics;

import dev.recua.gateway.fleet.FleetWatch;
import dev.recua.gateway.metrics.Meters.Row;
import dev.recua.gateway.requests.FinishedRequest;
import dev.recua.gateway.requests.RequestBook.Counts;
import dev.recua.gateway.requests.RequestWatch;
import dev.recua.gateway.requests.Usage;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what happens, and says it to Prometheus.
///
/// A start pays nothing for it: Micrometer is loaded beside the event loop when the first thing
/// happens that counts; what happens until it is there is counted then. Everything but [#scrape]
/// returns at once. Safe from any thread.
public final class GatewayMetrics implements RequestWatch, FleetWatch {
    /// The outcomes of a request that are no error of ours.
    private static final Set<String> NOT_OURS =
            Set.of(FinishedRequest.DONE, FinishedRequest.ENGINE_ERROR, FinishedRequest.LEFT);

    /// What is asked for at a scrape; may block.
    ///
    /// @param version of Recua
    /// @param models  of the catalogue
    /// @param counts  requests under way
    /// @param memory  resident bytes of a model's child, while it runs
    public record Sources(
            String version,
            Supplier<Collection<ModelId>> models,
            Supplier<Map<ModelId, Counts>> counts,
            Function<ModelId, OptionalLong> memory) {}

    private static final Logger LOG = LoggerFactory.getLogger(GatewayMetrics.class);

    private final Executor beside;
    private final Supplier<Sources> sources;
    private final Object lock = new Object();
    private @Nullable CompletableFuture<Meters> meters;
    private boolean described;

    /// @param beside  runs a task that blocks for some milliseconds, on a thread of its own
    /// @param sources asked at the first scrape, so that it may be made of what is made later
    public GatewayMetrics(Executor beside, Supplier<Sources> sources) {
        this.beside = beside;
        this.sources = sources;
    }

    @Override
    public void over(FinishedRequest request) {
        later(meters -> record(request, meters));
    }

    /// A request was answered with an error before it got a model.
    ///
    /// @param code of the error
    public void refused(String code) {
        later(meters -> meters.count(Figure.GATEWAY_ERRORS, 1, code));
    }

    @Override
    public void loaded(ModelId model, Duration took) {
        later(meters -> meters.time(Figure.LOAD, took, model.value()));
    }

    @Override
    public void notLoaded(ModelId model) {
        later(meters -> meters.count(Figure.LOAD_FAILURES, 1, model.value()));
    }

    @Override
    public void died(ModelId model) {
        later(meters -> meters.count(Figure.CRASHES, 1, model.value()));
    }

    @Override
    public void evicted(ModelId model, ModelId inFavourOf) {
        later(
                meters -> {
                    meters.count(Figure.EVICTIONS, 1, model.value());
                    meters.count(Figure.SWAPS, 1, inFavourOf.value());
                });
    }

    /// Everything as it is now, in Prometheus' text format 0.0.4. Reads files of processes: not on
    /// the event loop.
    public synchronized String scrape() {
        Meters now = meters().join();
        Sources from = sources.get();
        if (!described) {
            described = true;
            now.gauge(Figure.BUILD, () -> 1, from.version(), Runtime.version().toString());
            JvmFigures.addTo(now);
        }
        look(from, now);
        return now.scrape();
    }

    private static void look(Sources from, Meters now) {
        Map<ModelId, Counts> counts = from.counts().get();
        var active = new ArrayList<Row>();
        var waiting = new ArrayList<Row>();
        var memory = new ArrayList<Row>();
        for (ModelId model : from.models().get()) {
            Counts of = counts.getOrDefault(model, new Counts(0, 0));
            active.add(new Row(of.active(), model.value()));
            waiting.add(new Row(of.waiting(), model.value()));
            from.memory()
                    .apply(model)
                    .ifPresent(bytes -> memory.add(new Row(bytes, model.value())));
        }
        now.set(Figure.ACTIVE, active);
        now.set(Figure.WAITING, waiting);
        now.set(Figure.CHILD_MEMORY, memory);
    }

    private static void record(FinishedRequest request, Meters meters) {
        String model = request.asked().model().value();
        meters.count(Figure.REQUESTS, 1, model, request.outcome());
        meters.time(Figure.QUEUE_WAIT, request.waited(), model);
        request.ttft().ifPresent(took -> meters.time(Figure.FIRST_TOKEN, took, model));
        record(request.usage(), model, meters);
        if (request.outcome().equals(FinishedRequest.ENGINE_ERROR)) {
            meters.count(Figure.UPSTREAM_ERRORS, 1, model, String.valueOf(request.status()));
        } else if (!NOT_OURS.contains(request.outcome())) {
            meters.count(Figure.GATEWAY_ERRORS, 1, request.outcome());
        }
    }

    private static void record(Usage usage, String model, Meters meters) {
        add(Figure.PROMPT_TOKENS, usage.prompt(), model, meters);
        add(Figure.CACHED_TOKENS, usage.cached(), model, meters);
        add(Figure.GENERATED_TOKENS, usage.generated(), model, meters);
        Double rate = usage.tokensPerSecond();
        if (rate != null) meters.rate(Figure.TOKEN_RATE, rate, model);
    }

    private static void add(Figure figure, @Nullable Integer tokens, String model, Meters meters) {
        if (tokens != null) meters.count(figure, tokens, model);
    }

    private void later(Consumer<Meters> event) {
        var _ =
                meters().thenAccept(event)
                        .exceptionally(
                                bug -> {
                                    LOG.error("an event could not be counted", bug);
                                    return null;
                                });
    }

    private CompletableFuture<Meters> meters() {
        synchronized (lock) {
            var known = meters;
            if (known != null) return known;
            var created = CompletableFuture.supplyAsync(Meters::new, beside);
            meters = created;
            return created;
        }
    }
}
