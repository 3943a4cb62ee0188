package dev.recua.supervisor.service;

import dev.recua.supervisor.args.Secrets;
import dev.recua.supervisor.child.KeyChoice;
import dev.recua.supervisor.watch.LivenessPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything about one llama-server and how it is kept alive. Never changes; a value that cannot
/// be is refused when it is made, and the message names the key as `.llama-proxy-config.json`
/// spells it.
///
/// The keys and their defaults are those of that file, except the timing: 300 s to start instead
/// of 60, because a big model from a slow disk needs more. −1 means: the engine decides, and no
/// argument is passed.
///
/// @param host                where it listens and is looked for; `localhost` is asked as
///     127.0.0.1. Key `llama_server_host`
/// @param port                1 to 65535. Key `llama_server_port`
/// @param serverPath          the llama-server: a path, or a name to look for in `PATH`. Key
///     `llama_server_path`
/// @param modelPath           the GGUF file; empty: all of `basePath` are offered, which needs an
///     engine with `--models-dir`; such a server outlives a JVM that gets SIGKILL. Key
/// `llama_model_path`
/// @param basePath            the folder of models. Key `basePath`
/// @param ctxSize             tokens of context; 0: as the model was trained
/// @param batchSize           tokens of one logical batch, at least 1
/// @param ubatchSize          tokens of one physical batch, at least 1
/// @param threads             for generating; −1: the engine decides
/// @param threadsBatch        for prompts; −1: the engine decides
/// @param gpuLayers           layers on the GPU; −1: the engine decides
/// @param mainGpu             number of the GPU, from 0
/// @param flashAttn           flash attention
/// @param nPredict            most tokens of an answer; −1: no limit
/// @param temperature         at least 0
/// @param topK                at least 0; 0: off
/// @param topP                0 to 1
/// @param repeatPenalty       more than 0; 1: none
/// @param seed                −1: another one each time
/// @param verbose             all log lines
/// @param embedding           serves embeddings only
/// @param cacheTypeK          type of the K cache, such as `f16` or `q8_0`
/// @param cacheTypeV          type of the V cache
/// @param serverArgs          more arguments, one word each, passed as they are
/// @param startupTimeout      from launch to ready
/// @param healthCheckInterval between two questions while it starts, once the first 30 s are over
/// @param healthCheckTimeout  of one question
/// @param maxRetries          restarts before it is given up
/// @param stopGrace           from the first SIGTERM to SIGKILL
/// @param autoStart           whether [LlamaService#open] starts it
/// @param key                 which key the server demands; a random one unless chosen, which
///     `LlamaService.server()` tells. It has no key in the file
public record LlamaServerConfig(
        String host,
        int port,
        Path serverPath,
        Optional<Path> modelPath,
        Path basePath,
        int ctxSize,
        int batchSize,
        int ubatchSize,
        int threads,
        int threadsBatch,
        int gpuLayers,
        int mainGpu,
        FlashAttention flashAttn,
        int nPredict,
        double temperature,
        int topK,
        double topP,
        double repeatPenalty,
        long seed,
        boolean verbose,
        boolean embedding,
        String cacheTypeK,
        String cacheTypeV,
        List<String> serverArgs,
        Duration startupTimeout,
        Duration healthCheckInterval,
        Duration healthCheckTimeout,
        int maxRetries,
        Duration stopGrace,
        boolean autoStart,
        KeyChoice key) {

    /// Whether flash attention is used; the word of the argument is the name in lower case.
    public enum FlashAttention {
        ON,
        OFF,
        /// The engine decides; no argument is passed.
        AUTO
    }

    public LlamaServerConfig {
        check(!host.isBlank(), "llama_server_host", "must not be blank", host);
        check(port >= 1 && port <= 65535, "llama_server_port", "must be 1 to 65535", port);
        check(!serverPath.toString().isBlank(), "llama_server_path", "must not be blank", "");
        check(ctxSize >= 0, "ctx_size", "must be at least 0", ctxSize);
        check(batchSize >= 1, "batch_size", "must be at least 1", batchSize);
        check(ubatchSize >= 1, "ubatch_size", "must be at least 1", ubatchSize);
        check(threads == -1 || threads >= 1, "threads", "must be -1 or at least 1", threads);
        check(
                threadsBatch == -1 || threadsBatch >= 1,
                "threads_batch",
                "must be -1 or at least 1",
                threadsBatch);
        check(gpuLayers >= -1, "gpu_layers", "must be at least -1", gpuLayers);
        check(mainGpu >= 0, "main_gpu", "must be at least 0", mainGpu);
        check(nPredict >= -1, "n_predict", "must be at least -1", nPredict);
        check(
                temperature >= 0 && Double.isFinite(temperature),
                "temperature",
                "must be at least 0",
                temperature);
        check(topK >= 0, "top_k", "must be at least 0", topK);
        check(topP >= 0 && topP <= 1, "top_p", "must be 0 to 1", topP);
        check(
                repeatPenalty > 0 && Double.isFinite(repeatPenalty),
                "repeat_penalty",
                "must be more than 0",
                repeatPenalty);
        check(seed >= -1, "seed", "must be at least -1", seed);
        check(!cacheTypeK.isBlank(), "cache_type_k", "must not be blank", cacheTypeK);
        check(!cacheTypeV.isBlank(), "cache_type_v", "must not be blank", cacheTypeV);
        check(startupTimeout.isPositive(), "startupTimeout", "must be positive", startupTimeout);
        check(
                healthCheckInterval.isPositive(),
                "healthCheckIntervalMs",
                "must be positive",
                healthCheckInterval);
        check(
                healthCheckTimeout.isPositive(),
                "healthCheckTimeoutMs",
                "must be positive",
                healthCheckTimeout);
        check(maxRetries >= 0, "maxRetries", "must be at least 0", maxRetries);
        check(!stopGrace.isNegative(), "stopGraceMs", "must be at least 0", stopGrace);
        serverArgs = List.copyOf(serverArgs);
    }

    /// With every default: `localhost:8134`, `llama-server` from `PATH`, models of `./models`.
    public static Builder builder() {
        return new Builder();
    }

    /// A builder that starts with these values.
    public Builder toBuilder() {
        return new Builder(this);
    }

    /// How the service treats its server: the restarts and the grace of here, the rest as usual.
    public ServicePolicy policy() {
        ServicePolicy usual = ServicePolicy.DEFAULT;
        RestartPolicy restart = usual.restart();
        return new ServicePolicy(
                new RestartPolicy(
                        maxRetries,
                        restart.first(),
                        restart.cap(),
                        restart.jitter(),
                        restart.healthyAfter()),
                new LivenessPolicy(
                        usual.liveness().every(),
                        usual.liveness().failures(),
                        usual.liveness().stall(),
                        healthCheckTimeout),
                stopGrace);
    }

    /// Whom it is about, without any secret.
    @Override
    public String toString() {
        return "LlamaServerConfig[%s:%d, serverPath=%s, %s, serverArgs=%s, key=%s]"
                .formatted(
                        host,
                        port,
                        serverPath,
                        modelPath.map(file -> "modelPath=" + file).orElse("basePath=" + basePath),
                        Secrets.mask(serverArgs),
                        key);
    }

    private static void check(boolean holds, String key, String rule, Object value) {
        if (!holds) throw new IllegalArgumentException(key + " " + rule + ", was " + value);
    }

    /// Collects the values; [#build] checks them.
    public static final class Builder {
        private String host = "localhost";
        private int port = 8134;
        private Path serverPath = Path.of("llama-server");
        private Optional<Path> modelPath = Optional.empty();
        private Path basePath = Path.of("models");
        private int ctxSize = 4096;
        private int batchSize = 2048;
        private int ubatchSize = 512;
        private int threads = -1;
        private int threadsBatch = -1;
        private int gpuLayers = -1;
        private int mainGpu;
        private FlashAttention flashAttn = FlashAttention.AUTO;
        private int nPredict = -1;
        private double temperature = 0.8;
        private int topK = 40;
        private double topP = 0.9;
        private double repeatPenalty = 1.0;
        private long seed = -1;
        private boolean verbose;
        private boolean embedding;
        private String cacheTypeK = "f16";
        private String cacheTypeV = "f16";
        private List<String> serverArgs = List.of();
        private Duration startupTimeout = Duration.ofMinutes(5);
        private Duration healthCheckInterval = Duration.ofSeconds(1);
        private Duration healthCheckTimeout = Duration.ofSeconds(5);
        private int maxRetries = 5;
        private Duration stopGrace = Duration.ofSeconds(5);
        private boolean autoStart = true;
        private KeyChoice key = KeyChoice.random();

        private Builder() {}

        private Builder(LlamaServerConfig from) {
            host = from.host();
            port = from.port();
            serverPath = from.serverPath();
            modelPath = from.modelPath();
            basePath = from.basePath();
            ctxSize = from.ctxSize();
            batchSize = from.batchSize();
            ubatchSize = from.ubatchSize();
            threads = from.threads();
            threadsBatch = from.threadsBatch();
            gpuLayers = from.gpuLayers();
            mainGpu = from.mainGpu();
            flashAttn = from.flashAttn();
            nPredict = from.nPredict();
            temperature = from.temperature();
            topK = from.topK();
            topP = from.topP();
            repeatPenalty = from.repeatPenalty();
            seed = from.seed();
            verbose = from.verbose();
            embedding = from.embedding();
            cacheTypeK = from.cacheTypeK();
            cacheTypeV = from.cacheTypeV();
            serverArgs = from.serverArgs();
            startupTimeout = from.startupTimeout();
            healthCheckInterval = from.healthCheckInterval();
            healthCheckTimeout = from.healthCheckTimeout();
            maxRetries = from.maxRetries();
            stopGrace = from.stopGrace();
            autoStart = from.autoStart();
            key = from.key();
        }

        /// See [LlamaServerConfig#host].
        public Builder host(String value) {
            host = value;
            return this;
        }

        /// See [LlamaServerConfig#port].
        public Builder port(int value) {
            port = value;
            return this;
        }

        /// See [LlamaServerConfig#serverPath].
        public Builder serverPath(Path value) {
            serverPath = value;
            return this;
        }

        /// See [LlamaServerConfig#modelPath].
        public Builder modelPath(Path file) {
            modelPath = Optional.of(file);
            return this;
        }

        /// See [LlamaServerConfig#basePath].
        public Builder basePath(Path value) {
            basePath = value;
            return this;
        }

        /// See [LlamaServerConfig#ctxSize].
        public Builder ctxSize(int value) {
            ctxSize = value;
            return this;
        }

        /// See [LlamaServerConfig#batchSize].
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /// See [LlamaServerConfig#ubatchSize].
        public Builder ubatchSize(int value) {
            ubatchSize = value;
            return this;
        }

        /// See [LlamaServerConfig#threads].
        public Builder threads(int value) {
            threads = value;
            return this;
        }

        /// See [LlamaServerConfig#threadsBatch].
        public Builder threadsBatch(int value) {
            threadsBatch = value;
            return this;
        }

        /// See [LlamaServerConfig#gpuLayers].
        public Builder gpuLayers(int value) {
            gpuLayers = value;
            return this;
        }

        /// See [LlamaServerConfig#mainGpu].
        public Builder mainGpu(int value) {
            mainGpu = value;
            return this;
        }

        /// See [LlamaServerConfig#flashAttn].
        public Builder flashAttn(FlashAttention value) {
            flashAttn = value;
            return this;
        }

        /// See [LlamaServerConfig#nPredict].
        public Builder nPredict(int value) {
            nPredict = value;
            return this;
        }

        /// See [LlamaServerConfig#temperature].
        public Builder temperature(double value) {
            temperature = value;
            return this;
        }

        /// See [LlamaServerConfig#topK].
        public Builder topK(int value) {
            topK = value;
            return this;
        }

        /// See [LlamaServerConfig#topP].
        public Builder topP(double value) {
            topP = value;
            return this;
        }

        /// See [LlamaServerConfig#repeatPenalty].
        public Builder repeatPenalty(double value) {
            repeatPenalty = value;
            return this;
        }

        /// See [LlamaServerConfig#seed].
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /// See [LlamaServerConfig#verbose].
        public Builder verbose(boolean value) {
            verbose = value;
            return this;
        }

        /// See [LlamaServerConfig#embedding].
        public Builder embedding(boolean value) {
            embedding = value;
            return this;
        }

        /// See [LlamaServerConfig#cacheTypeK].
        public Builder cacheTypeK(String value) {
            cacheTypeK = value;
            return this;
        }

        /// See [LlamaServerConfig#cacheTypeV].
        public Builder cacheTypeV(String value) {
            cacheTypeV = value;
            return this;
        }

        /// See [LlamaServerConfig#serverArgs].
        public Builder serverArgs(List<String> value) {
            serverArgs = value;
            return this;
        }

        /// See [LlamaServerConfig#startupTimeout].
        public Builder startupTimeout(Duration value) {
            startupTimeout = value;
            return this;
        }

        /// See [LlamaServerConfig#healthCheckInterval].
        public Builder healthCheckInterval(Duration value) {
            healthCheckInterval = value;
            return this;
        }

        /// See [LlamaServerConfig#healthCheckTimeout].
        public Builder healthCheckTimeout(Duration value) {
            healthCheckTimeout = value;
            return this;
        }

        /// See [LlamaServerConfig#maxRetries].
        public Builder maxRetries(int value) {
            maxRetries = value;
            return this;
        }

        /// See [LlamaServerConfig#stopGrace].
        public Builder stopGrace(Duration value) {
            stopGrace = value;
            return this;
        }

        /// Demands this key: for a server that other programs ask, too.
        public Builder apiKey(String value) {
            key = KeyChoice.given(value);
            return this;
        }

        /// Demands no key: every program that reaches the port may ask.
        public Builder withoutApiKey() {
            key = KeyChoice.none();
            return this;
        }

        /// See [LlamaServerConfig#autoStart].
        public Builder autoStart(boolean value) {
            autoStart = value;
            return this;
        }

        /// The configuration.
        ///
        /// @throws IllegalArgumentException when a value cannot be; the message names its key
        public LlamaServerConfig build() {
            return new LlamaServerConfig(
                    host,
                    port,
                    serverPath,
                    modelPath,
                    basePath,
                    ctxSize,
                    batchSize,
                    ubatchSize,
                    threads,
                    threadsBatch,
                    gpuLayers,
                    mainGpu,
                    flashAttn,
                    nPredict,
                    temperature,
                    topK,
                    topP,
                    repeatPenalty,
                    seed,
                    verbose,
                    embedding,
                    cacheTypeK,
                    cacheTypeV,
                    serverArgs,
                    startupTimeout,
                    healthCheckInterval,
                    healthCheckTimeout,
                    maxRetries,
                    stopGrace,
                    autoStart,
                    key);
        }
    }
}
