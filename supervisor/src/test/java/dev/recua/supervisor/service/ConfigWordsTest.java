package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigWordsTest {
    private static final LlamaServerConfig.Builder DEFAULTS =
            LlamaServerConfig.builder().modelPath(Path.of("models", "qwen3-8b-q4_k_m.gguf"));

    @Test
    void theDefaultsAreSaidExceptWhatTheEngineDecidesAnyway() {
        assertThat(words(DEFAULTS.build()))
                .isEqualTo(
                        "--model models/qwen3-8b-q4_k_m.gguf --alias qwen3-8b-q4_k_m"
                                + " --host 127.0.0.1 --port 8134"
                                + " --ctx-size 4096 --batch-size 2048 --ubatch-size 512"
                                + " --temp 0.8 --top-k 40 --top-p 0.9 --repeat-penalty 1"
                                + " --cache-type-k f16 --cache-type-v f16");
    }

    @Test
    void everyKeyIsSaid() {
        LlamaServerConfig config =
                DEFAULTS.build().toBuilder()
                        .host("0.0.0.0")
                        .port(8135)
                        .ctxSize(8192)
                        .batchSize(1024)
                        .ubatchSize(256)
                        .threads(4)
                        .threadsBatch(8)
                        .gpuLayers(99)
                        .mainGpu(1)
                        .flashAttn(LlamaServerConfig.FlashAttention.ON)
                        .nPredict(128)
                        .temperature(0.5)
                        .topK(20)
                        .topP(0.95)
                        .repeatPenalty(1.1)
                        .seed(42)
                        .verbose(true)
                        .embedding(true)
                        .cacheTypeK("q8_0")
                        .cacheTypeV("q4_0")
                        .serverArgs(List.of("--parallel", "2"))
                        .build();

        assertThat(words(config))
                .isEqualTo(
                        "--model models/qwen3-8b-q4_k_m.gguf --alias qwen3-8b-q4_k_m"
                                + " --host 0.0.0.0 --port 8135"
                                + " --ctx-size 8192 --batch-size 1024 --ubatch-size 256"
                                + " --threads 4 --threads-batch 8 --gpu-layers 99 --main-gpu 1"
                                + " --flash-attn on --temp 0.5 --top-k 20 --top-p 0.95"
                                + " --repeat-penalty 1.1 --predict 128 --seed 42 --embeddings"
                                + " --cache-type-k q8_0 --cache-type-v q4_0 --verbose --parallel 2");
    }

    @Test
    void withoutAModelTheFolderIsOffered() {
        LlamaServerConfig config = LlamaServerConfig.builder().basePath(Path.of("gguf")).build();
        assertThat(words(config)).startsWith("--models-dir gguf --host 127.0.0.1");
    }

    @Test
    void whatTheUserSaysBeatsWhatIsSaidBeforeIt() {
        LlamaServerConfig config =
                DEFAULTS.build().toBuilder().serverArgs(List.of("-c", "512", "-a", "mine")).build();
        assertThat(words(config))
                .doesNotContain("--ctx-size")
                .doesNotContain("--alias")
                .endsWith("-c 512 -a mine");
    }

    @Test
    void theWholeConfigurationIsUnderstoodByARealEngine() {
        EngineFlags flags = EngineFlags.parse(Golden.text("llama-server-0.7.0/help.txt"));
        assertThat(ConfigWords.of(DEFAULTS.build()).speak(flags).problems()).isEmpty();
    }

    private static String words(LlamaServerConfig config) {
        return String.join(" ", ConfigWords.of(config).words());
    }
}
