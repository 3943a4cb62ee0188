package dev.recua.supervisor.proxyconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.supervisor.proxyconfig.LlamaProxyConfig.Broken;
import dev.recua.supervisor.proxyconfig.LlamaProxyConfig.Usable;
import dev.recua.supervisor.service.LlamaServerConfig;
import dev.recua.supervisor.service.LlamaServerConfig.FlashAttention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlamaProxyConfigTest {
    private static final LlamaServerConfig DEFAULTS = LlamaServerConfig.builder().build();

    @TempDir Path folder;

    private static Usable usable(String text) {
        LlamaProxyConfig read = LlamaProxyConfig.parse(text, "c.json");
        assertThat(read).isInstanceOf(Usable.class);
        return (Usable) read;
    }

    private static String broken(String text) {
        LlamaProxyConfig read = LlamaProxyConfig.parse(text, "c.json");
        assertThat(read).isInstanceOf(Broken.class);
        return ((Broken) read).message();
    }

    private static List<String> words(String text) {
        return usable(text).config().serverArgs();
    }

    /// As it lies in the repository of source 000.
    @Test
    void theFileOfTheSourceIsReadAsItIs() {
        Usable read =
                usable(
                        "{\n  \"llama_server_port\": 8134,\n  \"llama_server_host\": \"localhost\"\n}");

        assertThat(read.config()).isEqualTo(DEFAULTS);
        assertThat(read.warnings()).isEmpty();
    }

    /// As its guides tell people to write it.
    @Test
    void theFileOfItsGuidesIsReadAsItIs() {
        LlamaServerConfig config =
                usable(
                                """
                                {
                                  "llama_server_host": "localhost",
                                  "llama_server_port": 8134,
                                  "llama_server_path": "/usr/local/bin/llama-server",
                                  "basePath": "./models"
                                }
                                """)
                        .config();

        assertThat(config.serverPath()).isEqualTo(Path.of("/usr/local/bin/llama-server"));
        assertThat(config.basePath()).isEqualTo(Path.of("./models"));
        assertThat(config.modelPath()).isEmpty();
    }

    @Test
    void theDefaultsAreThoseOfTheSource() {
        LlamaServerConfig config = usable("{}").config();

        assertThat(config).isEqualTo(DEFAULTS);
        assertThat(config.host()).isEqualTo("localhost");
        assertThat(config.port()).isEqualTo(8134);
        assertThat(config.ctxSize()).isEqualTo(4096);
        assertThat(config.batchSize()).isEqualTo(2048);
        assertThat(config.ubatchSize()).isEqualTo(512);
        assertThat(config.topP()).isEqualTo(0.9);
        assertThat(config.startupTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void everyKeyIsRead() {
        LlamaServerConfig config =
                usable(
                                """
                                {"llama_server_host": "0.0.0.0", "llama_server_port": 9000,
                                 "llama_server_path": "bin/llama-server",
                                 "llama_model_path": "./models/a b.gguf", "basePath": "m",
                                 "ctx_size": 8192, "batch_size": 1024, "ubatch_size": 256.0,
                                 "threads": 4, "threads_batch": 8, "gpu_layers": 99, "main_gpu": 1,
                                 "flash_attn": "on", "n_predict": 256, "temperature": 0.5,
                                 "top_k": 20, "top_p": 0.8, "repeat_penalty": 1.1,
                                 "seed": 4294967295, "verbose": true, "embedding": true,
                                 "cache_type_k": "q8_0", "cache_type_v": "q4_0",
                                 "serverArgs": ["--metrics", "--alias", "my model"],
                                 "startupTimeout": 60, "healthCheckIntervalMs": 500,
                                 "healthCheckTimeoutMs": 2500, "maxRetries": 3,
                                 "stopGraceMs": 1500, "autoStart": false}
                                """)
                        .config();

        assertThat(config)
                .isEqualTo(
                        LlamaServerConfig.builder()
                                .host("0.0.0.0")
                                .port(9000)
                                .serverPath(Path.of("bin/llama-server"))
                                .modelPath(Path.of("./models/a b.gguf"))
                                .basePath(Path.of("m"))
                                .ctxSize(8192)
                                .batchSize(1024)
                                .ubatchSize(256)
                                .threads(4)
                                .threadsBatch(8)
                                .gpuLayers(99)
                                .mainGpu(1)
                                .flashAttn(FlashAttention.ON)
                                .nPredict(256)
                                .temperature(0.5)
                                .topK(20)
                                .topP(0.8)
                                .repeatPenalty(1.1)
                                .seed(4294967295L)
                                .verbose(true)
                                .embedding(true)
                                .cacheTypeK("q8_0")
                                .cacheTypeV("q4_0")
                                .serverArgs(List.of("--metrics", "--alias", "my model"))
                                .startupTimeout(Duration.ofMinutes(1))
                                .healthCheckInterval(Duration.ofMillis(500))
                                .healthCheckTimeout(Duration.ofMillis(2500))
                                .maxRetries(3)
                                .stopGrace(Duration.ofMillis(1500))
                                .autoStart(false)
                                .build());
    }

    @Test
    void nullAndAnEmptyModelAreTheDefault() {
        assertThat(usable("{\"ctx_size\": null, \"llama_model_path\": \"\"}").config())
                .isEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"min_p\": 0.05, \"typical_p\": 1} | --min-p 0.05 --typical-p 1",
                "{\"mlock\": true, \"use_mmap\": false} | --mlock --no-mmap",
                "{\"mlock\": false, \"use_mmap\": true, \"no_mmap\": false, \"ml_lock\": false} |",
                "{\"numa\": true} | --numa distribute",
                "{\"numa\": \"isolate\"} | --numa isolate",
                "{\"rope_freq_base\": 1000000, \"rope_freq_scale\": 0} | --rope-freq-base 1000000",
                "{\"yarn_ext_factor\": -1, \"yarn_beta_fast\": 32.0} | --yarn-beta-fast 32",
                "{\"presence_penalty\": -0.5, \"repeat_last_n\": -1} | --presence-penalty -0.5",
                "{\"cpu_moe\": true, \"n_cpu_moe\": 3} | --cpu-moe --n-cpu-moe 3",
                "{\"tensor_split\": \"3,1\", \"split_mode\": \"\"} | --tensor-split 3,1",
                "{\"no_kv_offload\": true, \"ignore_eos\": true} | --no-kv-offload --ignore-eos"
            })
    void furtherOptionsOfTheSourceBecomeWords(String text, String words) {
        assertThat(String.join(" ", words(text))).isEqualTo(words == null ? "" : words);
        assertThat(usable(text).warnings()).isEmpty();
    }

    @Test
    void theWordsOfTheFileComeLastAndALineAmongThemIsSplitLikeAShell() {
        String text =
                "{\"serverArgs\": [\"--min-p 0.2\", \"-a\", \"b c\", \"--lora 'x y.gguf'\"],"
                        + " \"min_p\": 0.1}";

        assertThat(words(text))
                .containsExactly(
                        "--min-p", "0.1", "--min-p", "0.2", "-a", "b c", "--lora", "x y.gguf");
    }

    @Test
    void aMissingFileHasDefaults() throws IOException {
        LlamaProxyConfig read = LlamaProxyConfig.read(folder.resolve("none.json"));

        assertThat(read).isEqualTo(new Usable(DEFAULTS, List.of()));
    }

    @Test
    void aFileIsReadAndItsNameIsInTheMessages() throws IOException {
        Path file = folder.resolve(LlamaProxyConfig.FILE_NAME);
        Files.writeString(file, "\uFEFF{\"llama_server_port\": 9001}");
        assertThat(LlamaProxyConfig.read(file).orThrow().port()).isEqualTo(9001);

        Files.writeString(file, "{\n  \"llama_server_port\": 90010}");
        LlamaProxyConfig broken = LlamaProxyConfig.read(file);
        assertThatThrownBy(broken::orThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        ".llama-proxy-config.json:2:3: llama_server_port: must be 1 to 65535, was"
                                + " 90010");
    }

    @Test
    void aFolderInItsPlaceCannotBeRead() {
        assertThatThrownBy(() -> LlamaProxyConfig.read(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void aBrokenFileIsToldWithLineAndColumn() {
        assertThat(broken("{\n  \"ctx_size\": 4096,,\n}")).startsWith("c.json:2:20: no JSON: ");
        assertThat(broken("{\n  \"ctx_size\": 40")).startsWith("c.json:2:").contains("no JSON");
        assertThat(broken("")).isEqualTo("c.json:1:1: must be a JSON object: { … }");
        assertThat(broken("[]")).isEqualTo("c.json:1:1: must be a JSON object: { … }");
        assertThat(broken("{}\n{}")).startsWith("c.json:2:1: something follows");
        assertThat(broken("{\"threads\": 1,\n \"threads\": 2}"))
                .startsWith("c.json:2:")
                .contains("threads");
    }

    @Test
    void everyWrongValueIsToldWithItsKeyAndPlace() {
        String text =
                """
                {
                  "llama_server_port": "8134",
                  "temperature": "warm",
                  "ctx_size": 0.5,
                  "threads": 12345678901,
                  "flash_attn": true,
                  "verbose": "yes",
                  "cache_type_k": 16,
                  "serverArgs": "--metrics",
                  "mlock": 1,
                  "startupTimeout": 300000
                }
                """;

        assertThat(broken(text).lines())
                .containsExactly(
                        "c.json:2:3: llama_server_port: must be a whole number, was \"8134\"",
                        "c.json:3:3: temperature: must be a number, was \"warm\"",
                        "c.json:4:3: ctx_size: must be a whole number, was 0.5",
                        "c.json:5:3: threads: must be a whole number of at most 2147483647, was"
                                + " 12345678901",
                        "c.json:6:3: flash_attn: must be \"on\", \"off\" or \"auto\", was true",
                        "c.json:7:3: verbose: must be true or false, was \"yes\"",
                        "c.json:8:3: cache_type_k: must be a text, was 16",
                        "c.json:9:3: serverArgs: must be a list of texts",
                        "c.json:10:3: mlock: must be true or false, was 1",
                        "c.json:11:3: startupTimeout: must be seconds, at most 86400, was 300000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"llama_server_host\": \"\"",
                "\"threads\": 0",
                "\"top_p\": 2",
                "\"temperature\": -1",
                "\"ubatch_size\": 0",
                "\"stopGraceMs\": -1",
                "\"healthCheckIntervalMs\": 0",
                "\"maxRetries\": -1"
            })
    void aValueOutOfRangeIsToldWithItsKey(String pair) {
        String key = pair.substring(1, pair.indexOf('"', 1));

        assertThat(broken("{ " + pair + " }")).startsWith("c.json:1:3: " + key + ": must ");
    }

    @Test
    void anUnknownKeyIsAWarningWithTheNearestName() {
        Usable read = usable("{\n \"ctx_sise\": 1,\n \"colour\": \"red\",\n \"grp_attn_n\": 2\n}");

        assertThat(read.config()).isEqualTo(DEFAULTS);
        assertThat(read.warnings().stream().map(Finding::message))
                .containsExactly(
                        "c.json:2:2: ctx_sise: unknown; passed over; did you mean ctx_size?",
                        "c.json:3:2: colour: unknown; passed over",
                        "c.json:4:2: grp_attn_n: llama.cpp has no such option; passed over");
    }

    @Test
    void aSecretAmongTheWordsIsInNoMessage() {
        assertThat(broken("{\"serverArgs\": [\"--api-key\", 7, \"s3cret\"]}"))
                .isEqualTo("c.json:1:2: serverArgs: must be a list of texts, number 2 is none");
        assertThat(broken("{\"serverArgs\": \"--api-key s3cret\"}"))
                .isEqualTo("c.json:1:2: serverArgs: must be a list of texts");
        assertThat(broken("{\"serverArgs\": [\"-v\", \"--api-key 's3cret\"]}"))
                .isEqualTo("c.json:1:2: serverArgs: a ' is not closed at character 11 of number 2");
    }
}
