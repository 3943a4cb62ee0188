package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ClientConfigLoader;
import dev.recua.client.config.ClientFiles;
import dev.recua.client.config.ConfigProblem;
import dev.recua.client.config.LoadedConfig;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A validator with the published schemas and our parser agree on what is allowed, over a seeded
/// corpus of good and bad files.
class ClientSchemaTest {
    private static final long SEED = 20261120;
    private static final int FILES = 3000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Values for every key, as JSON: those that some key takes and those that none does.
    private static final List<String> NUMBERS =
            List.of(
                    "0", "1", "2", "3", "10", "11", "32", "33", "100", "101", "512", "513", "999",
                    "1000", "4096", "131072", "131073", "300000", "300001", "-1", "0.5", "0.95",
                    "1.5", "2.5", "1e3", "30000.0");

    private static final List<String> OTHERS =
            List.of(
                    "true", "false", "null", "\"\"", "\"1\"", "[]", "{}", "[\"a\"]", "[\"\"]",
                    "[1]");

    private static final List<String> ADDRESSES =
            List.of(
                    "http://localhost:8080",
                    "https://host.example/api/v1/",
                    "HTTP://h",
                    "http://[::1]:1",
                    "ftp://h",
                    "http://",
                    "http:///v1",
                    "http://a b",
                    "http://u@h",
                    "http://a_b:1",
                    "http://h?x",
                    "http://h#x",
                    "localhost:8080",
                    "http://h/{x}",
                    "http://-h",
                    "http://h:");

    private static final List<String> KEYS =
            List.of(
                    "\"\"",
                    "\"  \"",
                    "\"sk-1\"",
                    "\"${KEY}\"",
                    "\" ${KEY} \"",
                    "\"${}\"",
                    "\"a${KEY}\"",
                    "\"a b\"",
                    "\"ü\"",
                    "\"$a\"",
                    "{\"file\": \"KEYFILE\"}",
                    "{\"file\": 1}",
                    "{\"file\": \"KEYFILE\", \"x\": 1}",
                    "{}");

    @TempDir private Path folder;
    private final Random random = new Random(SEED);

    @Test
    void schemaAndParserAgreeOnClientFiles() throws IOException {
        agree("client.schema.json", this::client, it -> it);
    }

    @Test
    void schemaAndParserAgreeOnTheSectionOfAnAgentsFile() throws IOException {
        agree(
                "llama-cpp.schema.json",
                () -> provider("llama-cpp"),
                section -> {
                    ObjectNode root = JSON.objectNode();
                    root.putObject("nanocoder").set("llamaCpp", section);
                    return root;
                });
    }

    private void agree(
            String name,
            java.util.function.Supplier<JsonNode> documents,
            java.util.function.UnaryOperator<JsonNode> asFile)
            throws IOException {
        Files.writeString(folder.resolve("key"), "k");
        Schema schema = schema(name);
        int good = 0;
        for (int i = 0; i < FILES; i++) {
            JsonNode document = documents.get();
            boolean valid = schema.validate(document).isEmpty();
            LoadedConfig loaded =
                    loader().parse(asFile.apply(document).toString(), folder.resolve("x.json"));
            boolean usable = loaded instanceof LoadedConfig.Usable;
            assertThat(usable)
                    .as(
                            "seed %d, file %d: %s%n%s%n%s",
                            SEED,
                            i,
                            document,
                            ConfigProblem.render(loaded.problems()),
                            schema.validate(document))
                    .isEqualTo(valid);
            if (valid) good++;
        }
        assertThat(good).as("good ones").isBetween(FILES / 10, FILES * 9 / 10);
    }

    private ClientConfigLoader loader() {
        var files = new ClientFiles(folder, folder.resolve("client.json"), folder.resolve("last"));
        return new ClientConfigLoader(Map.of("KEY", "k"), files);
    }

    private static Schema schema(String name) throws IOException {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        try (var in = ClientConfig.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return registry.getSchema(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private JsonNode client() {
        ObjectNode root = JSON.objectNode();
        if (often()) root.put("$schema", "x");
        if (often()) root.set("provider", seldom() ? any() : JSON.stringNode(name()));
        if (often()) root.set("allowRemoteFallback", seldom() ? any() : JSON.booleanNode(true));
        if (often()) {
            ObjectNode providers = root.putObject("providers");
            for (int i = random.nextInt(3); i > 0; i--) {
                String name = name();
                providers.set(name, seldom() ? any() : provider(name));
            }
        }
        if (seldom()) root.set("unknown", any());
        return root;
    }

    private ObjectNode provider(String name) {
        ObjectNode provider = JSON.objectNode();
        if (often()) provider.set("baseUrl", seldom() ? any() : JSON.stringNode(address()));
        if (often())
            provider.set(
                    "apiKey", json(one(KEYS).replace("KEYFILE", folder.resolve("key").toString())));
        if (often()) provider.set("models", seldom() ? any() : json("[\"a\", \"b\"]"));
        if (often()) provider.set("timeout", seldom() ? any() : json("30000"));
        if (often()) provider.set("maxRetries", seldom() ? any() : json("0"));
        if (often()) provider.set("sampling", seldom() ? any() : sampling());
        if (name.equals("llama-cpp") || seldom()) provider.set("performance", performance());
        if (seldom()) provider.set("unknown", any());
        return provider;
    }

    private ObjectNode sampling() {
        ObjectNode sampling = JSON.objectNode();
        String key =
                one(
                        List.of(
                                "temperature",
                                "topP",
                                "topK",
                                "repeatPenalty",
                                "mirostat",
                                "mirostatTau",
                                "mirostatEta"));
        sampling.set(key, often() ? json("1") : any());
        return sampling;
    }

    private ObjectNode performance() {
        ObjectNode performance = JSON.objectNode();
        if (often()) performance.set("nThreads", often() ? json("4") : any());
        if (seldom())
            performance.set(
                    one(List.of("nGpuLayers", "useMmap", "useMlock", "nCtx", "other")), any());
        return performance;
    }

    private String name() {
        return seldom()
                ? "llama.cpp"
                : one(List.of("ollama", "openrouter", "openai-compatible", "llama-cpp", "recua"));
    }

    private String address() {
        return often() ? ADDRESSES.get(random.nextInt(4)) : one(ADDRESSES);
    }

    private JsonNode any() {
        return json(often() ? one(NUMBERS) : one(OTHERS));
    }

    private String one(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private boolean often() {
        return random.nextInt(10) < 5;
    }

    private boolean seldom() {
        return random.nextInt(10) == 0;
    }

    private static JsonNode json(String text) {
        return WireJson.mapper().readTree(text);
    }
}
