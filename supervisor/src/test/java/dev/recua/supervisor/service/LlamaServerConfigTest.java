package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.supervisor.child.ChildLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LlamaServerConfigTest {
    @Test
    void noSecretIsShown() {
        LlamaServerConfig config =
                LlamaServerConfig.builder()
                        .modelPath(Path.of("qwen.gguf"))
                        .serverArgs(
                                List.of("--hf-token", "hf_first", "--api-key=second", "-c", "512"))
                        .apiKey("third")
                        .build();

        assertThat(config)
                .asString()
                .contains("localhost:8134", "qwen.gguf", "--hf-token", "-c, 512")
                .doesNotContain("hf_first", "second", "third");
    }

    @Test
    void theDefaultsAreThoseOfTheSourceExceptTheTimeToStart() {
        LlamaServerConfig usual = LlamaServerConfig.builder().build();
        assertThat(usual.host()).isEqualTo("localhost");
        assertThat(usual.port()).isEqualTo(8134);
        assertThat(usual.serverPath()).isEqualTo(Path.of("llama-server"));
        assertThat(usual.modelPath()).isEmpty();
        assertThat(usual.basePath()).isEqualTo(Path.of("models"));
        assertThat(usual.startupTimeout()).isEqualTo(Duration.ofSeconds(300));
        assertThat(usual.healthCheckInterval()).isEqualTo(Duration.ofMillis(1000));
        assertThat(usual.healthCheckTimeout()).isEqualTo(Duration.ofMillis(5000));
        assertThat(usual.maxRetries()).isEqualTo(5);
        assertThat(usual.stopGrace()).isEqualTo(Duration.ofMillis(5000));
        assertThat(usual.autoStart()).isTrue();
        assertThat(usual.policy()).isEqualTo(ServicePolicy.DEFAULT);
    }

    @Test
    void theTimesOfTheConfigurationAreTheLimitsOfItsServers() {
        ChildLimits limits =
                new ConfiguredServers(
                                LlamaServerConfig.builder()
                                        .healthCheckInterval(Duration.ofSeconds(2))
                                        .build(),
                                binary -> {
                                    throw new IllegalStateException("not asked");
                                },
                                Map.of())
                        .limits();
        assertThat(limits.start()).isEqualTo(Duration.ofSeconds(300));
        assertThat(limits.probeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.stopGrace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.notice()).isEqualTo(Duration.ofSeconds(60));
        assertThat(limits.poll().pause(Duration.ZERO)).isEqualTo(Duration.ofMillis(50));
        assertThat(limits.poll().pause(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(250));
        assertThat(limits.poll().pause(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whatCannotBeIsRefusedAndNamedByItsKey() {
        Map<String, UnaryOperator<LlamaServerConfig.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("llama_server_host must not be blank, was  ", b -> b.host(" "));
        wrong.put("llama_server_port must be 1 to 65535, was 0", b -> b.port(0));
        wrong.put("llama_server_port must be 1 to 65535, was 65536", b -> b.port(65536));
        wrong.put("ctx_size must be at least 0, was -1", b -> b.ctxSize(-1));
        wrong.put("batch_size must be at least 1, was 0", b -> b.batchSize(0));
        wrong.put("ubatch_size must be at least 1, was 0", b -> b.ubatchSize(0));
        wrong.put("threads must be -1 or at least 1, was 0", b -> b.threads(0));
        wrong.put("threads_batch must be -1 or at least 1, was -2", b -> b.threadsBatch(-2));
        wrong.put("gpu_layers must be at least -1, was -2", b -> b.gpuLayers(-2));
        wrong.put("main_gpu must be at least 0, was -1", b -> b.mainGpu(-1));
        wrong.put("n_predict must be at least -1, was -2", b -> b.nPredict(-2));
        wrong.put("temperature must be at least 0, was -0.1", b -> b.temperature(-0.1));
        wrong.put("top_k must be at least 0, was -1", b -> b.topK(-1));
        wrong.put("top_p must be 0 to 1, was 1.1", b -> b.topP(1.1));
        wrong.put("repeat_penalty must be more than 0, was 0.0", b -> b.repeatPenalty(0));
        wrong.put("seed must be at least -1, was -2", b -> b.seed(-2));
        wrong.put("cache_type_k must not be blank, was ", b -> b.cacheTypeK(""));
        wrong.put("cache_type_v must not be blank, was ", b -> b.cacheTypeV(""));
        wrong.put(
                "startupTimeout must be positive, was PT0S", b -> b.startupTimeout(Duration.ZERO));
        wrong.put(
                "healthCheckIntervalMs must be positive, was PT0S",
                b -> b.healthCheckInterval(Duration.ZERO));
        wrong.put(
                "healthCheckTimeoutMs must be positive, was PT0S",
                b -> b.healthCheckTimeout(Duration.ZERO));
        wrong.put("maxRetries must be at least 0, was -1", b -> b.maxRetries(-1));
        wrong.put(
                "stopGraceMs must be at least 0, was PT-1S",
                b -> b.stopGrace(Duration.ofSeconds(-1)));

        wrong.forEach(
                (message, change) ->
                        assertThatThrownBy(() -> change.apply(LlamaServerConfig.builder()).build())
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessage(message));
    }

    @Test
    void aCopyIsEqualAndTheListIsItsOwn() {
        LlamaServerConfig config =
                LlamaServerConfig.builder()
                        .serverArgs(List.of("--mlock"))
                        .modelPath(Path.of("a.gguf"))
                        .apiKey("secret-17")
                        .build();
        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThatThrownBy(() -> config.serverArgs().add("x"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(config.toString()).doesNotContain("secret-17");
    }
}
