package dev.recua.supervisor.proxyconfig;

import dev.recua.supervisor.service.LlamaServerConfig;
import dev.recua.supervisor.service.LlamaServerConfig.FlashAttention;
import java.time.Duration;
import java.util.Map;

/// The keys that are fields of [LlamaServerConfig].
final class ProxyKeys {
    /// The key of further words, which come last, wherever it stands.
    static final String SERVER_ARGS = "serverArgs";

    /// More would be a mistake in the unit.
    private static final long MOST_SECONDS = 86_400;

    /// How the value of one key becomes a field.
    interface Setter {
        void set(LlamaServerConfig.Builder config, Value value) throws Wrong;
    }

    static final Map<String, Setter> SETTERS =
            Map.ofEntries(
                    Map.entry("llama_server_host", (config, it) -> config.host(it.text())),
                    Map.entry("llama_server_port", (config, it) -> config.port(it.small())),
                    Map.entry("llama_server_path", (config, it) -> config.serverPath(it.path())),
                    Map.entry("llama_model_path", ProxyKeys::model),
                    Map.entry("basePath", (config, it) -> config.basePath(it.path())),
                    Map.entry("ctx_size", (config, it) -> config.ctxSize(it.small())),
                    Map.entry("batch_size", (config, it) -> config.batchSize(it.small())),
                    Map.entry("ubatch_size", (config, it) -> config.ubatchSize(it.small())),
                    Map.entry("threads", (config, it) -> config.threads(it.small())),
                    Map.entry("threads_batch", (config, it) -> config.threadsBatch(it.small())),
                    Map.entry("gpu_layers", (config, it) -> config.gpuLayers(it.small())),
                    Map.entry("main_gpu", (config, it) -> config.mainGpu(it.small())),
                    Map.entry("flash_attn", (config, it) -> config.flashAttn(flash(it))),
                    Map.entry("n_predict", (config, it) -> config.nPredict(it.small())),
                    Map.entry(
                            "temperature",
                            (config, it) -> config.temperature(it.number().doubleValue())),
                    Map.entry("top_k", (config, it) -> config.topK(it.small())),
                    Map.entry("top_p", (config, it) -> config.topP(it.number().doubleValue())),
                    Map.entry(
                            "repeat_penalty",
                            (config, it) -> config.repeatPenalty(it.number().doubleValue())),
                    Map.entry("seed", (config, it) -> config.seed(it.whole())),
                    Map.entry("verbose", (config, it) -> config.verbose(it.truth())),
                    Map.entry("embedding", (config, it) -> config.embedding(it.truth())),
                    Map.entry("cache_type_k", (config, it) -> config.cacheTypeK(it.text())),
                    Map.entry("cache_type_v", (config, it) -> config.cacheTypeV(it.text())),
                    Map.entry("startupTimeout", (config, it) -> config.startupTimeout(seconds(it))),
                    Map.entry(
                            "healthCheckIntervalMs",
                            (config, it) -> config.healthCheckInterval(millis(it))),
                    Map.entry(
                            "healthCheckTimeoutMs",
                            (config, it) -> config.healthCheckTimeout(millis(it))),
                    Map.entry("maxRetries", (config, it) -> config.maxRetries(it.small())),
                    Map.entry("stopGraceMs", (config, it) -> config.stopGrace(millis(it))),
                    Map.entry("autoStart", (config, it) -> config.autoStart(it.truth())));

    private ProxyKeys() {}

    /// An empty path is none, as in source 000.
    private static void model(LlamaServerConfig.Builder config, Value value) throws Wrong {
        if (!value.text().isBlank()) config.modelPath(value.path());
    }

    private static FlashAttention flash(Value value) throws Wrong {
        String expected = "\"on\", \"off\" or \"auto\"";
        if (value.isTruth()) throw value.wrong(expected);
        return switch (value.text()) {
            case "on" -> FlashAttention.ON;
            case "off" -> FlashAttention.OFF;
            case "auto" -> FlashAttention.AUTO;
            default -> throw value.wrong(expected);
        };
    }

    private static Duration seconds(Value value) throws Wrong {
        long seconds = value.whole();
        if (seconds > MOST_SECONDS) throw value.wrong("seconds, at most " + MOST_SECONDS);
        return Duration.ofSeconds(seconds);
    }

    private static Duration millis(Value value) throws Wrong {
        return Duration.ofMillis(value.whole());
    }
}
