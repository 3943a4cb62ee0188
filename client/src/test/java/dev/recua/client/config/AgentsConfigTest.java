package dev.recua.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An `agents.config.json` is read as it is.
class AgentsConfigTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void copyTheExampleOfSource002() throws Exception {
        file = folder.resolve("agents.config.json");
        try (var example = AgentsConfigTest.class.getResourceAsStream("source-002.json")) {
            Files.write(file, Objects.requireNonNull(example).readAllBytes());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theExampleOfSource002IsReadUnchanged() {
        ClientConfig config = ClientConfig.load(file, Map.of()).orThrow();

        assertThat(config.provider()).isEmpty();
        assertThat(config.allowRemoteFallback()).isFalse();
        assertThat(config.providers().keySet())
                .containsExactly(
                        ProviderType.OPENROUTER,
                        ProviderType.OPENAI_COMPATIBLE,
                        ProviderType.LLAMA_CPP);
        assertThat(config.of(ProviderType.LLAMA_CPP))
                .contains(
                        new ProviderConfig(
                                ProviderType.LLAMA_CPP,
                                URI.create("http://localhost:8080"),
                                Optional.empty(),
                                List.of(),
                                Duration.ofMillis(30000),
                                3,
                                Sampling.UNSET,
                                Performance.UNSET));
        assertThat(config.of(ProviderType.OPENAI_COMPATIBLE).orElseThrow())
                .returns(URI.create("http://localhost:1234"), ProviderConfig::baseUrl)
                .returns(Optional.of(Secret.of("optional-api-key-here")), ProviderConfig::apiKey)
                .returns(List.of("local-model-1", "local-model-2"), ProviderConfig::models);
        assertThat(config.of(ProviderType.OPENROUTER).orElseThrow())
                .returns(URI.create("https://openrouter.ai/api"), ProviderConfig::baseUrl)
                .returns(
                        List.of("openai/gpt-4o-mini", "anthropic/claude-3-haiku"),
                        ProviderConfig::models);
    }

    @Test
    void aFileThatOnlyItsOwnerReadsGivesNoWarning() {
        assertThat(ClientConfig.load(file, Map.of()).problems()).isEmpty();
    }

    @Test
    void theVariableOfNanocoderBeatsTheFile() {
        var env = Map.of("NANOCODER_LLAMA_CPP_URL", "http://llama-cpp:8080");

        ClientConfig config = ClientConfig.load(file, env).orThrow();

        assertThat(config.of(ProviderType.LLAMA_CPP).orElseThrow().baseUrl())
                .isEqualTo(URI.create("http://llama-cpp:8080"));
    }

    @Test
    void whatOtherProgramsKeepInItIsPassedOverWithAWarning() {
        LoadedConfig loaded =
                parse(
                        """
                        {"nanocoder": {"mcpServers": [], "ollama": {"model": "llama3.2"}},
                         "theme": "dark"}""");

        assertThat(loaded.orThrow().providers().keySet()).containsExactly(ProviderType.OLLAMA);
        assertThat(loaded.problems().stream().map(ConfigProblem::render))
                .containsExactly(
                        "agents.config.json:1:16 /nanocoder/mcpServers: unknown key, passed over."
                                + " Recua reads ollama, openRouter, openAICompatible, llamaCpp.",
                        "agents.config.json:1:45 /nanocoder/ollama/model: unknown key, passed over."
                                + " Did you mean models?",
                        "agents.config.json:2:2 /theme: unknown key, passed over."
                                + " Recua reads nanocoder.");
    }

    @Test
    void anUnknownKeyOfTheSpecifiedSectionIsAnError() {
        LoadedConfig loaded = parse("{\"nanocoder\": {\"llamaCpp\": {\"base_url\": \"x\"}}}");

        assertThat(loaded).isInstanceOf(LoadedConfig.Broken.class);
        assertThat(loaded.problems().stream().map(ConfigProblem::render))
                .containsExactly(
                        "agents.config.json:1:29 /nanocoder/llamaCpp/base_url: unknown key."
                                + " Did you mean baseUrl?");
    }

    @Test
    void aServerThatNobodyNamedIsLeftOutAndTheOthersWork() {
        LoadedConfig loaded = parse("{\"nanocoder\": {\"openAICompatible\": {}, \"ollama\": {}}}");

        assertThat(loaded.orThrow().providers().keySet()).containsExactly(ProviderType.OLLAMA);
        assertThat(loaded.problems().stream().map(ConfigProblem::render))
                .containsExactly(
                        "agents.config.json:1:16 /nanocoder/openAICompatible: has no baseUrl, so"
                                + " OpenAI Compatible is left out. Write baseUrl, such as"
                                + " http://localhost:1234.");
    }

    private static LoadedConfig parse(String text) {
        return new ClientConfigLoader(Map.of(), ClientFiles.ofThisProcess())
                .parse(text, Path.of("agents.config.json"));
    }
}
