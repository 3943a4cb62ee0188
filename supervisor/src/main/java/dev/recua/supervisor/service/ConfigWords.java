package dev.recua.supervisor.service;

import dev.recua.supervisor.args.Choice;
import dev.recua.supervisor.args.EngineArgs;
import dev.recua.supervisor.child.ListenHost;
import java.nio.file.Path;
import java.util.Locale;

/// A configuration in the words of a llama-server, in the order of source 000. Pure.
///
/// What the engine decides anyway is left out: −1, `auto`, the first GPU. `serverArgs` beat what is
/// said before them. `localhost` is said as 127.0.0.1, since it may also mean `::1`.
final class ConfigWords {
    private static final String SUFFIX = ".gguf";

    private ConfigWords() {}

    static EngineArgs of(LlamaServerConfig config) {
        EngineArgs.Builder words = EngineArgs.builder();
        config.modelPath()
                .ifPresentOrElse(
                        file -> words.set("--model", file).set("--alias", nameOf(file)),
                        () -> words.set("--models-dir", config.basePath()));
        words.set("--host", host(config)).set("--port", config.port());
        words.contextSize(config.ctxSize())
                .batchSize(config.batchSize())
                .ubatchSize(config.ubatchSize());
        if (config.threads() != -1) words.threads(config.threads());
        if (config.threadsBatch() != -1) words.threadsBatch(config.threadsBatch());
        if (config.gpuLayers() != -1) words.gpuLayers(config.gpuLayers());
        if (config.mainGpu() != 0) words.mainGpu(config.mainGpu());
        switch (config.flashAttn()) {
            case ON -> words.flashAttention(Choice.FlashAttention.ON);
            case OFF -> words.flashAttention(Choice.FlashAttention.OFF);
            case AUTO -> {}
        }
        words.temperature(config.temperature())
                .topK(config.topK())
                .topP(config.topP())
                .repeatPenalty(config.repeatPenalty());
        if (config.nPredict() != -1) words.predict(config.nPredict());
        if (config.seed() != -1) words.seed(config.seed());
        if (config.embedding()) words.embeddings();
        words.set("--cache-type-k", config.cacheTypeK()).set("--cache-type-v", config.cacheTypeV());
        if (config.verbose()) words.on("--verbose");
        return words.words(config.serverArgs()).build();
    }

    /// The name of the model: its file's, without `.gguf`.
    static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(SUFFIX) && name.length() > SUFFIX.length()
                ? name.substring(0, name.length() - SUFFIX.length())
                : name;
    }

    private static String host(LlamaServerConfig config) {
        return config.host().equals("localhost") ? ListenHost.LOOPBACK.name() : config.host();
    }
}
