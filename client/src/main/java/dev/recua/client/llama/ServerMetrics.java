package dev.recua.client.llama;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a llama-server counted since it started (`GET /metrics`), by its own names; what it does
/// not count is empty or 0.
///
/// The two throughputs are averages since the last time that anybody read the metrics: reading them
/// starts them anew, so two readers disturb each other.
///
/// @param families all of it, in the server's order
public record ServerMetrics(List<MetricFamily> families) {
    private static final String PREFIX = "llamacpp:";

    public ServerMetrics {
        families = List.copyOf(families);
    }

    /// Tokens of prompts that were read, those from the cache left out.
    public long promptTokens() {
        return count("prompt_tokens_total");
    }

    /// Tokens of prompts that did not have to be read again.
    public long promptTokensCached() {
        return count("prompt_tokens_cached_total");
    }

    /// Seconds spent reading prompts.
    public double promptSeconds() {
        return value("prompt_seconds_total").orElse(0);
    }

    /// Tokens generated.
    public long predictedTokens() {
        return count("tokens_predicted_total");
    }

    /// Seconds spent generating.
    public double predictedSeconds() {
        return value("tokens_predicted_seconds_total").orElse(0);
    }

    /// Calls of `llama_decode()`.
    public long decodes() {
        return count("n_decode_total");
    }

    /// The longest sequence so far, in tokens.
    public long longestSequence() {
        return count("n_tokens_max");
    }

    /// Prompt tokens per second since the last reading.
    public double promptTokensPerSecond() {
        return value("prompt_tokens_seconds").orElse(0);
    }

    /// Generated tokens per second since the last reading.
    public double predictedTokensPerSecond() {
        return value("predicted_tokens_seconds").orElse(0);
    }

    /// Requests that are worked on.
    public long requestsProcessing() {
        return count("requests_processing");
    }

    /// Requests that wait.
    public long requestsDeferred() {
        return count("requests_deferred");
    }

    /// Slots that were busy at a call of `llama_decode()`, on average.
    public double busySlotsPerDecode() {
        return value("n_busy_slots_per_decode").orElse(0);
    }

    /// Tokens that were drafted by speculation.
    public long draftTokens() {
        return count("spec_decode_num_draft_tokens_total");
    }

    /// Of these, those that the model took.
    public long acceptedDraftTokens() {
        return count("spec_decode_num_accepted_tokens_total");
    }

    /// One metric by its name, with or without `llamacpp:` before it.
    public Optional<MetricFamily> family(String name) {
        String full = name.startsWith(PREFIX) ? name : PREFIX + name;
        return families.stream()
                .filter(it -> it.name().equals(full) || it.name().equals(name))
                .findFirst();
    }

    /// One number by the name of its metric and its labels; empty when there is none.
    public OptionalDouble value(String name, Map<String, String> labels) {
        @Nullable MetricFamily family = family(name).orElse(null);
        if (family == null) return OptionalDouble.empty();
        return family.samples().stream()
                .filter(it -> it.labels().equals(labels))
                .mapToDouble(MetricFamily.Sample::value)
                .findFirst();
    }

    /// One number without labels.
    public OptionalDouble value(String name) {
        return value(name, Map.of());
    }

    /// Reads the text of `/metrics`.
    ///
    /// @throws IllegalArgumentException when it is none
    static ServerMetrics parse(String text) {
        return new ServerMetrics(PrometheusText.parse(text));
    }

    private long count(String name) {
        return Math.round(value(name).orElse(0));
    }
}
