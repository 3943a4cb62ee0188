package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.args.ShellWords;
import dev.recua.supervisor.args.Spoken;
import dev.recua.supervisor.engine.Captured;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.proxyconfig.LlamaProxyConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// From a `.llama-proxy-config.json` to the command line of a llama-server.
class ProxyConfigArgvTest {
    private static final EngineFlags NOW = Captured.facts().flags();
    private static final String USUAL =
            " --host 127.0.0.1 --port 8134 --ctx-size 4096 --batch-size 2048 --ubatch-size 512"
                    + " --temp 0.8 --top-k 40 --top-p 0.9 --repeat-penalty 1 --cache-type-k f16"
                    + " --cache-type-v f16";

    /// As 0.7.0, without some options.
    private static EngineFlags without(String... spellings) {
        List<String> missing = List.of(spellings);
        return new EngineFlags(
                NOW.flags().stream()
                        .filter(flag -> flag.spellings().stream().noneMatch(missing::contains))
                        .toList());
    }

    private static Spoken spoken(String json, EngineFlags flags) {
        return ConfigWords.of(LlamaProxyConfig.parse(json, "c.json").orThrow()).speak(flags);
    }

    private static String said(String json, EngineFlags flags) {
        Spoken spoken = spoken(json, flags);
        assertThat(spoken.problems()).isEmpty();
        return ShellWords.join(spoken.args());
    }

    @Test
    void anEmptyFileOffersAFolderOfModels() {
        assertThat(said("{}", NOW)).isEqualTo("--models-dir models" + USUAL);
    }

    @Test
    void aModelIsServedAlone() {
        assertThat(said("{\"llama_model_path\": \"m/a b.gguf\", \"basePath\": \"m\"}", NOW))
                .isEqualTo("--model 'm/a b.gguf' --alias 'a b'" + USUAL);
    }

    @Test
    void aServerThatServesNoFoldersIsToldOfByName() {
        assertThat(spoken("{}", without("--models-dir")).message())
                .isEqualTo(
                        "args: --models-dir: this llama-server has no such option, so it serves"
                                + " one file, not a folder; name a GGUF file (-m,"
                                + " llama_model_path) or use a newer engine");
    }

    @Test
    void whatTheEngineDecidesIsLeftOutAndTheRestIsSaid() {
        String json =
                """
                {"llama_model_path": "m.gguf", "threads": 4, "threads_batch": -1, "gpu_layers": 99,
                 "main_gpu": 0, "flash_attn": "off", "n_predict": 64, "seed": 7, "embedding": true,
                 "verbose": true, "cache_type_k": "q8_0", "llama_server_host": "0.0.0.0"}
                """;

        assertThat(said(json, NOW))
                .isEqualTo(
                        "--model m.gguf --alias m --host 0.0.0.0 --port 8134 --ctx-size 4096"
                                + " --batch-size 2048 --ubatch-size 512 --threads 4 --gpu-layers 99"
                                + " --flash-attn off --temp 0.8 --top-k 40 --top-p 0.9"
                                + " --repeat-penalty 1 --predict 64 --seed 7 --embeddings"
                                + " --cache-type-k q8_0 --cache-type-v f16 --verbose");
    }

    @Test
    void theFilesOwnWordsBeatItsKeysAndOldWordsAreSaidInNewOnes() {
        String json =
                """
                {"llama_model_path": "m.gguf", "ctx_size": 1024, "mlock": true, "use_mmap": false,
                 "serverArgs": ["-c", "8192", "-fa", "--hf-token", "hf_secret"]}
                """;
        Spoken spoken = spoken(json, NOW);

        assertThat(ShellWords.join(spoken.args()))
                .isEqualTo(
                        ("--model m.gguf --alias m" + USUAL).replace(" --ctx-size 4096", "")
                                + " --load-mode mlock -c 8192 -fa on");
        assertThat(spoken.env()).isEqualTo(Map.of("HF_TOKEN", "hf_secret"));
        assertThat(
                        spoken.translations().stream()
                                .map(it -> String.join(" ", it.from()))
                                .collect(Collectors.toList()))
                .containsExactly("--mlock --no-mmap", "-fa", "--hf-token ***");
    }
}
