package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.admin.LlamaSwapConfig.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class LlamaSwapConfigTest {
    private static final Entry CHAT =
            entry("qwen3:8b", List.of("gpt-4"), "/models/Qwen3 8B's \"Q4\".gguf", 300);
    private static final Entry EMBEDDING = entry("3", List.of("gpt-4", "no"), "/m/e.gguf", 0);

    @Test
    void theFileReadsBackAsItWasMeant() {
        JsonNode read = read(LlamaSwapConfig.of(List.of(CHAT, EMBEDDING)));

        assertThat(read.path("healthCheckTimeout").intValue()).isEqualTo(300);
        assertThat(read.path("logLevel").stringValue()).isEqualTo("info");
        JsonNode chat = read.path("models").path("qwen3:8b");
        assertThat(LlamaSwapRules.words(chat.path("cmd").stringValue()))
                .containsExactly(
                        "/opt/llama server/bin",
                        "--model",
                        "/models/Qwen3 8B's \"Q4\".gguf",
                        "--port",
                        "${PORT}");
        assertThat(chat.path("proxy").stringValue()).isEqualTo("http://127.0.0.1:${PORT}");
        assertThat(chat.path("ttl").intValue()).isEqualTo(300);
        assertThat(read.path("models").path("3").path("ttl").intValue()).isZero();
        JsonNode group = read.path("groups").path("default_group");
        assertThat(group.path("swap").booleanValue()).isTrue();
        assertThat(group.path("exclusive").booleanValue()).isTrue();
        assertThat(group.path("members").path(1).isString()).isTrue();
    }

    @Test
    void anAliasThatTwoModelsWantGoesToTheFirst() {
        JsonNode models = read(LlamaSwapConfig.of(List.of(CHAT, EMBEDDING))).path("models");

        assertThat(models.path("qwen3:8b").path("aliases").toString()).isEqualTo("[\"gpt-4\"]");
        assertThat(models.path("3").path("aliases").toString()).isEqualTo("[\"no\"]");
    }

    @Test
    void theRulesOfLlamaSwapHold() {
        var config = LlamaSwapConfig.of(List.of(CHAT, EMBEDDING));

        assertThat(LlamaSwapRules.broken(config.yaml())).isEmpty();
        assertThat(config.models()).isEqualTo(2);
        assertThat(config.leftOut()).isEmpty();
    }

    @Test
    void noModelsAreAFileToo() {
        var config = LlamaSwapConfig.of(List.of());

        assertThat(LlamaSwapRules.broken(config.yaml())).isEmpty();
        assertThat(config.models()).isZero();
    }

    @Test
    void aModelThatCannotBeSaidThereIsLeftOutAndNamed() {
        Entry macro = entry("macro:1b", List.of(), "/models/${HOME}.gguf", 1);
        Entry lines = entry("lines:1b", List.of(), "/models/a\n# b.gguf", 1);

        var config = LlamaSwapConfig.of(List.of(macro, CHAT, lines));

        assertThat(config.leftOut()).containsExactly("macro:1b", "lines:1b");
        assertThat(config.models()).isEqualTo(1);
        assertThat(LlamaSwapRules.broken(config.yaml())).isEmpty();
        assertThat(read(config).path("groups").path("default_group").path("members").toString())
                .isEqualTo("[\"qwen3:8b\"]");
    }

    private static Entry entry(String id, List<String> aliases, String file, long ttl) {
        List<String> words = List.of("/opt/llama server/bin", "--model", file, "--port", "${PORT}");
        return new Entry(id, aliases, words, ttl);
    }

    private static JsonNode read(LlamaSwapConfig config) {
        return new YAMLMapper().readTree(config.yaml());
    }
}
