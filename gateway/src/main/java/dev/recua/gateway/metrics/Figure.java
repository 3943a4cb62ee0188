package dev.recua.gateway.metrics;

import java.util.List;

/// Every figure that a scrape may show. A label has few values: models are those of the catalogue,
/// codes and outcomes are words of ours, a status is a number of HTTP.
public enum Figure {
    REQUESTS(
            "recua_requests_total",
            Kind.COUNTER,
            "Requests to a model that are over, by how they ended.",
            "model",
            "outcome"),
    ACTIVE(
            "recua_requests_active",
            Kind.GAUGE,
            "Requests that have a lease of the model's child.",
            "model"),
    WAITING(
            "recua_requests_waiting",
            Kind.GAUGE,
            "Requests that wait for a lease of the model's child.",
            "model"),
    QUEUE_WAIT(
            "recua_queue_wait_seconds",
            Kind.HISTOGRAM,
            "Time that a request waited for its model, loading included.",
            "model"),
    FIRST_TOKEN(
            "recua_time_to_first_token_seconds",
            Kind.HISTOGRAM,
            "Time from a request's arrival to the first byte of its answer.",
            "model"),
    LOAD(
            "recua_model_load_seconds",
            Kind.HISTOGRAM,
            "Time from the launch of a child until it was ready.",
            "model"),
    LOAD_FAILURES("recua_model_load_failures_total", Kind.COUNTER, "Loads that failed.", "model"),
    EVICTIONS(
            "recua_evictions_total",
            Kind.COUNTER,
            "Times the model was ended because another needed its place.",
            "model"),
    SWAPS(
            "recua_swaps_total",
            Kind.COUNTER,
            "Times another model was ended to make room for the model.",
            "model"),
    CRASHES(
            "recua_engine_crashes_total",
            Kind.COUNTER,
            "Times the model's child ended although nobody had told it to; it is started anew.",
            "model"),
    CHILD_MEMORY(
            "recua_child_resident_memory_bytes",
            Kind.GAUGE,
            "Resident memory of the model's child, while it runs.",
            "model"),
    PROMPT_TOKENS(
            "recua_prompt_tokens_total",
            Kind.COUNTER,
            "Tokens of prompts, those from the cache included.",
            "model"),
    CACHED_TOKENS(
            "recua_cached_tokens_total",
            Kind.COUNTER,
            "Tokens of prompts that came from the engine's cache.",
            "model"),
    GENERATED_TOKENS("recua_generated_tokens_total", Kind.COUNTER, "Tokens of answers.", "model"),
    TOKEN_RATE(
            "recua_tokens_per_second",
            Kind.HISTOGRAM,
            "Tokens per second of one answer, as the engine measured.",
            "model"),
    UPSTREAM_ERRORS(
            "recua_upstream_errors_total",
            Kind.COUNTER,
            "Errors that an engine answered and that were passed on, by their status.",
            "model",
            "status"),
    GATEWAY_ERRORS(
            "recua_gateway_errors_total",
            Kind.COUNTER,
            "Errors of the gateway itself, by their code.",
            "code"),
    BUILD(
            "recua_build_info",
            Kind.GAUGE,
            "Always 1; which Recua and which Java this is.",
            "version",
            "java"),
    MEMORY_USED("jvm_memory_used_bytes", Kind.GAUGE, "Memory that the JVM uses.", "area"),
    MEMORY_COMMITTED(
            "jvm_memory_committed_bytes",
            Kind.GAUGE,
            "Memory that the JVM has got from the system.",
            "area"),
    MEMORY_MAX("jvm_memory_max_bytes", Kind.GAUGE, "Largest heap that the JVM may use."),
    THREADS("jvm_threads", Kind.GAUGE, "Platform threads that live."),
    COLLECTIONS(
            "jvm_gc_collections_total", Kind.COUNTER, "Garbage collections, by collector.", "gc"),
    COLLECTION_TIME(
            "jvm_gc_collection_seconds_total",
            Kind.COUNTER,
            "Time spent on garbage collections, by collector.",
            "gc"),
    UPTIME("process_uptime_seconds", Kind.GAUGE, "Time since the gateway's JVM started."),
    CPU(
            "process_cpu_seconds_total",
            Kind.COUNTER,
            "Processor time of the gateway's process, without its children."),
    MEMORY(
            "process_resident_memory_bytes",
            Kind.GAUGE,
            "Resident memory of the gateway's process, without its children.");

    /// The types of Prometheus that we use.
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final String exposedName;
    private final Kind kind;
    private final String meaning;
    private final String labels;

    Figure(String exposedName, Kind kind, String meaning, String... labels) {
        this.exposedName = exposedName;
        this.kind = kind;
        this.meaning = meaning;
        this.labels = String.join(",", labels);
    }

    /// As a scrape shows it; a histogram adds `_bucket`, `_count`, `_sum`, and a gauge `_max`.
    public String exposedName() {
        return exposedName;
    }

    public Kind kind() {
        return kind;
    }

    public String meaning() {
        return meaning;
    }

    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }

    /// What Micrometer is told: it adds a timer's unit and a counter's `_total`, and knows an
    /// `.info` by its dot.
    String meterName() {
        String bare =
                switch (kind) {
                    case COUNTER -> exposedName.replaceFirst("_total$", "");
                    case HISTOGRAM -> exposedName.replaceFirst("_seconds$", "");
                    case GAUGE -> exposedName;
                };
        return bare.replace('_', '.');
    }
}
