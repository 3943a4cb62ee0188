package dev.recua.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Variables set what a file sets, and beat it.
class EnvironmentTest {
    @TempDir private Path folder;

    @Test
    void withoutFileAndVariablesNothingIsSet() {
        assertThat(load(Map.of()))
                .isEqualTo(new LoadedConfig.Usable(ClientConfig.EMPTY, List.of()));
    }

    @Test
    void everyScalarHasAVariable() {
        ClientConfig config =
                load(Map.of(
                                "RECUA_CLIENT_PROVIDER", "llama.cpp",
                                "RECUA_CLIENT_ALLOW_REMOTE_FALLBACK", "TRUE",
                                "RECUA_CLIENT_LLAMA_CPP_BASE_URL", "https://gpu.example:8443/v1/",
                                "RECUA_CLIENT_LLAMA_CPP_MODELS", "qwen3:8b, gemma",
                                "RECUA_CLIENT_LLAMA_CPP_TIMEOUT", "60000",
                                "RECUA_CLIENT_LLAMA_CPP_MAX_RETRIES", "0",
                                "RECUA_CLIENT_LLAMA_CPP_SAMPLING_TOP_P", "0.5",
                                "RECUA_CLIENT_LLAMA_CPP_SAMPLING_MIROSTAT", "2",
                                "RECUA_CLIENT_LLAMA_CPP_PERFORMANCE_N_CTX", "8192",
                                "RECUA_CLIENT_LLAMA_CPP_PERFORMANCE_USE_MMAP", "false"))
                        .orThrow();

        assertThat(config.provider()).contains(ProviderType.LLAMA_CPP);
        assertThat(config.allowRemoteFallback()).isTrue();
        assertThat(config.of(ProviderType.LLAMA_CPP))
                .contains(
                        ProviderConfig.of(
                                        ProviderType.LLAMA_CPP,
                                        URI.create("https://gpu.example:8443"))
                                .withModels(List.of("qwen3:8b", "gemma"))
                                .withTimeout(Duration.ofMinutes(1))
                                .withMaxRetries(0)
                                .withSampling(new Sampling(null, 0.5, null, null, 2, null, null))
                                .withPerformance(new Performance(null, null, false, null, 8192)));
    }

    @Test
    void ourVariableBeatsTheOneOfNanocoder() {
        ClientConfig config =
                load(Map.of(
                                "NANOCODER_LLAMA_CPP_URL", "http://one:8080",
                                "RECUA_CLIENT_LLAMA_CPP_BASE_URL", "http://two:8080"))
                        .orThrow();

        assertThat(config.of(ProviderType.LLAMA_CPP).orElseThrow().baseUrl())
                .isEqualTo(URI.create("http://two:8080"));
    }

    @Test
    void theVariablesOfTheGatewayReachTheProviderRecua() {
        ClientConfig config =
                load(Map.of("RECUA_URL", "http://127.0.0.1:9000/v1", "RECUA_API_KEY", "k"))
                        .orThrow();

        assertThat(config.of(ProviderType.RECUA))
                .contains(
                        ProviderConfig.of(ProviderType.RECUA, URI.create("http://127.0.0.1:9000"))
                                .withApiKey(Secret.of("k")));
    }

    @Test
    void anEmptyVariableIsNone() {
        assertThat(load(Map.of("RECUA_URL", " ", "RECUA_CLIENT_PROVIDER", "")).orThrow())
                .isEqualTo(ClientConfig.EMPTY);
    }

    @Test
    void aProblemNamesTheVariableAndItsKey() {
        LoadedConfig loaded =
                load(
                        Map.of(
                                "NANOCODER_LLAMA_CPP_URL", "llama-cpp:8080",
                                "RECUA_CLIENT_LLAMA_CPP_TIMEOUT", "30s",
                                "RECUA_CLIENT_LLAMA_CPP_SAMPLING_TEMP", "1",
                                "RECUA_CLIENT_OLLAMA_MAX_RETRIES", "2.5"));

        assertThat(loaded.problems().stream().map(ConfigProblem::render))
                .containsExactlyInAnyOrder(
                        "NANOCODER_LLAMA_CPP_URL /providers/llama-cpp/baseUrl: must begin with http:// or"
                                + " https://",
                        "RECUA_CLIENT_LLAMA_CPP_TIMEOUT /providers/llama-cpp/timeout: must be a whole"
                                + " number from 1000 to 300000 (milliseconds), was \"30s\"."
                                + " Without it, it is 30000.",
                        "RECUA_CLIENT_OLLAMA_MAX_RETRIES /providers/ollama/maxRetries: must be a whole"
                                + " number from 0 to 10, was 2.5. Without it, it is 3.",
                        "RECUA_CLIENT_LLAMA_CPP_SAMPLING_TEMP: is no variable that a client knows, it has"
                                + " no effect. Did you mean RECUA_CLIENT_LLAMA_CPP_SAMPLING_TEMPERATURE?");
    }

    @Test
    void aVariableNamesTheFile() throws Exception {
        Path other = folder.resolve("other.json");
        Files.writeString(other, "{\"provider\": \"recua\"}");

        assertThat(load(Map.of("RECUA_CLIENT_CONFIG", other.toString())).orThrow().provider())
                .contains(ProviderType.RECUA);
        Files.delete(other);
        assertThat(load(Map.of("RECUA_CLIENT_CONFIG", other.toString())).problems())
                .singleElement()
                .returns(other + ": there is no such file", ConfigProblem::render);
    }

    private LoadedConfig load(Map<String, String> env) {
        var files =
                new ClientFiles(
                        folder, folder.resolve("client.json"), folder.resolve("last-provider"));
        return new ClientConfigLoader(env, files).load();
    }
}
