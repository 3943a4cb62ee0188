package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ClientFiles;
import dev.recua.client.config.Performance;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Sampling;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.home.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `docs/reference/client-config.md` lists the keys of the published schema with their ranges, and
/// the examples that it names are valid.
class ClientConfigPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|.*\\|$");
    private static final Map<String, String> ENV = Map.of("OPENROUTER_API_KEY", "k");

    private static final String PAGE =
            Repository.text(Repository.root().resolve("docs/reference/client-config.md"));

    @Test
    void everyKeyIsThereWithItsRange() throws IOException {
        JsonNode schema = schema();
        Map<String, String> expected = new TreeMap<>();
        addAll(schema.path("properties"), expected);
        addAll(schema.path("$defs"), expected);
        addAll(schema.at("/$defs/sampling/properties"), expected);
        addAll(schema.at("/$defs/performance/properties"), expected);

        Map<String, String> documented = new TreeMap<>();
        ROW.matcher(PAGE)
                .results()
                .filter(row -> !row.group(1).contains("_"))
                .forEach(row -> documented.put(row.group(1), range(row.group(2))));

        assertThat(documented).isEqualTo(expected);
    }

    /// `1000 to 300000`, where the schema has bounds; the page may say more behind it.
    private static void addAll(JsonNode properties, Map<String, String> expected) {
        properties.forEachEntry(
                (name, key) -> {
                    if (name.startsWith("$")) return;
                    String bounds =
                            key.has("minimum")
                                    ? key.path("minimum").asInt()
                                            + " to "
                                            + key.path("maximum").asInt()
                                    : "";
                    expected.put(name, bounds);
                });
    }

    private static String range(String values) {
        var bounds = Pattern.compile("^\\d+ to \\d+").matcher(values);
        return bounds.find() ? bounds.group() : "";
    }

    @Test
    void theDefaultsOfTheSpecificationAreThose() {
        String page = PAGE;
        JsonNode defaults = WireJson.mapper().valueToTree(Sampling.DEFAULT);
        JsonNode more = WireJson.mapper().valueToTree(Performance.DEFAULT);
        for (JsonNode some : List.of(defaults, more)) {
            some.forEachEntry(
                    (name, value) ->
                            assertThat(page)
                                    .containsPattern(
                                            "(?m)^\\| `" + name + "` .*\\| " + value + " \\|$"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/client.example.json", "examples/agents.config.example.json"})
    void anExampleIsValid(String name) {
        Path file = Repository.root().resolve(name);

        assertThat(PAGE).contains("../../" + name);
        assertThat(ClientConfig.load(file, ENV).orThrow().of(ProviderType.LLAMA_CPP)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"Linux", "Mac OS X", "Windows 11"})
    void theFileLiesBesideTheOneOfTheGateway(String os) {
        for (Map<String, String> env :
                List.<Map<String, String>>of(
                        Map.of(),
                        Map.of("RECUA_HOME", "/r"),
                        Map.of("XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "/s", "HOME", "/h"))) {
            Folders folders = Folders.of(env, os, Path.of("/home/me"));
            ClientFiles files = ClientFiles.of(env, os, Path.of("/home/me"));

            assertThat(files.config())
                    .isEqualTo(folders.configFile().resolveSibling("client.json"));
            assertThat(files.lastProvider()).isEqualTo(folders.state().resolve("last-provider"));
        }
    }

    private static JsonNode schema() throws IOException {
        try (var in = ClientConfig.class.getResourceAsStream("client.schema.json")) {
            return WireJson.mapper().readTree(Objects.requireNonNull(in));
        }
    }
}
