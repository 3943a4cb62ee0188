package dev.recua.client.monitor;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.ErrorType;
import dev.recua.client.wire.Usage;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Counts what requests and health checks come to. A client tells it of each request ([#begin]), a
/// [LlamaCppMonitor] of each check; one may serve several clients.
///
/// While JDK Flight Recorder records `dev.recua.client.Request`, each request is such an event as
/// well; while it does not, none is made.
///
/// Any thread may use it. What it remembers does not grow with the requests.
public final class Metrics {
    private final Time time;
    private final Supplier<RequestEvent> events;

    /// Asked whether anybody records, never written.
    private final RequestEvent asked;

    private final Map<ProviderType, Tally> tallies = new EnumMap<>(ProviderType.class);
    private long healthChecks;
    private long healthFailures;
    private long consecutiveFailures;
    private @Nullable HealthCheck lastCheck;

    private Metrics(Time time, Supplier<RequestEvent> events) {
        this.time = time;
        this.events = events;
        this.asked = new RequestEvent();
    }

    /// Nothing counted yet.
    public static Metrics of() {
        return of(Time.SYSTEM, RequestEvent::new);
    }

    static Metrics of(Time time, Supplier<RequestEvent> events) {
        return new Metrics(time, events);
    }

    /// A request begins. Whoever begins it ends it, whatever becomes of it.
    ///
    /// @param path  such as `/v1/chat/completions`
    /// @param model that is asked for; empty when that is left to the server
    public MeasuredRequest begin(ProviderType provider, String path, String model) {
        synchronized (this) {
            tally(provider).begun++;
        }
        return new MeasuredRequest(this, provider, time.nanos(), event(provider, path, model));
    }

    private @Nullable RequestEvent event(ProviderType provider, String path, String model) {
        if (!asked.isEnabled()) return null;
        RequestEvent event = events.get();
        event.provider = provider.wire();
        event.path = path;
        event.model = model;
        event.begin();
        return event;
    }

    long nanosSince(long began) {
        return time.nanos() - began;
    }

    synchronized void retried(ProviderType provider) {
        tally(provider).retries++;
    }

    synchronized void succeeded(ProviderType provider, long nanos, Optional<Usage> usage) {
        Tally tally = tally(provider);
        tally.succeeded++;
        tally.nanos += nanos;
        tally.promptTokens += usage.map(Usage::promptTokens).orElse(0);
        tally.completionTokens += usage.map(Usage::completionTokens).orElse(0);
    }

    synchronized void failed(ProviderType provider, ErrorType type) {
        tally(provider).failures.merge(type, 1L, Long::sum);
    }

    synchronized void cancelled(ProviderType provider) {
        tally(provider).cancelled++;
    }

    synchronized void checked(HealthCheck check) {
        lastCheck = check;
        healthChecks++;
        boolean healthy = check.status().isHealthy();
        if (!healthy) healthFailures++;
        consecutiveFailures = healthy ? 0 : consecutiveFailures + 1;
    }

    private Tally tally(ProviderType provider) {
        return tallies.computeIfAbsent(provider, it -> new Tally());
    }

    /// What it all came to until now.
    public synchronized ClientMetrics snapshot() {
        var all = new Tally();
        tallies.values().forEach(all::add);
        double millis = all.succeeded == 0 ? 0 : all.nanos / 1e6 / all.succeeded;
        return new ClientMetrics(
                all.begun,
                all.succeeded,
                all.failed(),
                millis,
                lastCheck == null ? 0 : lastCheck.at().toEpochMilli(),
                healthFailures,
                consecutiveFailures);
    }

    /// The same and more as a text for Prometheus (version 0.0.4), by provider, outcome and kind of
    /// error.
    public synchronized String prometheus() {
        var text = new MetricsText();
        tallies.forEach((provider, tally) -> tally.write(text, provider.wire()));
        long healthy = healthChecks - healthFailures;
        text.counter("health_checks_total", "Health checks by what they found")
                .line(healthy, "status", "healthy")
                .line(healthFailures, "status", "unhealthy");
        text.gauge("consecutive_health_check_failures", "Since the server was last found healthy")
                .line(consecutiveFailures);
        if (lastCheck != null) {
            Instant at = lastCheck.at();
            text.gauge("last_health_check_timestamp_seconds", "When the last check ended")
                    .line(at.toEpochMilli() / 1000.0);
            text.gauge("last_health_check_seconds", "How long the last check took")
                    .line(lastCheck.status().responseTime() / 1000.0);
        }
        return text.toString();
    }

    /// What the requests to one provider came to.
    private static final class Tally {
        private final Map<ErrorType, Long> failures = new EnumMap<>(ErrorType.class);
        private long begun;
        private long succeeded;
        private long cancelled;
        private long retries;
        private long nanos;
        private long promptTokens;
        private long completionTokens;

        void add(Tally other) {
            begun += other.begun;
            succeeded += other.succeeded;
            cancelled += other.cancelled;
            nanos += other.nanos;
            other.failures.forEach((type, count) -> failures.merge(type, count, Long::sum));
        }

        long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }

        void write(MetricsText text, String provider) {
            text.counter("requests_total", "Requests that are over, by how they ended")
                    .line(succeeded, "provider", provider, "outcome", "success")
                    .line(failed(), "provider", provider, "outcome", "failure")
                    .line(cancelled, "provider", provider, "outcome", "cancelled");
            text.gauge("requests_active", "Requests that are under way")
                    .line(begun - succeeded - failed() - cancelled, "provider", provider);
            MetricsText.Family errors = text.counter("request_errors_total", "Failed requests");
            failures.forEach(
                    (type, count) -> errors.line(count, "provider", provider, "type", type.name()));
            text.counter("request_retries_total", "How often requests were sent again")
                    .line(retries, "provider", provider);
            text.summary("request_duration_seconds", "Successful requests, until their end")
                    .sumAndCount(nanos / 1e9, succeeded, "provider", provider);
            text.counter("tokens_total", "Tokens of successful requests, as servers counted them")
                    .line(promptTokens, "provider", provider, "kind", "prompt")
                    .line(completionTokens, "provider", provider, "kind", "completion");
        }
    }
}
