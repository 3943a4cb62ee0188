package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the gateway's own API tells of models, field by field, with real files and a real engine.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelRecordsIT {
    private static final String SECRET = "hf_hunter2";
    private static final String TINY = "recua:3m-instruct";

    private Path broken;
    @AutoClose private RunningGateway gateway;

    @BeforeAll
    void serve(@TempDir Path home) throws IOException {
        PackagedRecua recua =
                PackagedRecua.in(home)
                        .engine(RealEngine.path())
                        .config(
                                """
                                models:
                                  %s: {args: [--threads, '1', --hf-token, %s]}
                                  tiny-embed: {file: '%s', embeddings: true, parallel: 2}
                                """
                                        .formatted(TINY, SECRET, Distribution.bundledModel()));
        broken =
                Files.createDirectories(recua.recuaHome().resolve("models")).resolve("cut-1b.gguf");
        byte[] whole = Files.readAllBytes(Distribution.bundledModel());
        Files.write(broken, java.util.Arrays.copyOf(whole, whole.length / 2));
        gateway = recua.serve();
    }

    @Test
    void aModelIsToldWithEverythingThatItsFileSays() throws IOException {
        JsonNode model = model("recua-tiny");

        assertThat(model.path("id").asString()).isEqualTo(TINY);
        assertThat(model.path("name").asString()).isNotBlank();
        assertThat(texts(model, "aliases")).contains("recua-tiny");
        assertThat(model.path("size").asLong()).isEqualTo(Files.size(Distribution.bundledModel()));
        assertThat(model.path("modified_at").asLong()).isPositive();
        assertThat(model.path("type").asString()).isEqualTo("chat");
        assertThat(model.path("source").asString()).isEqualTo("bundled");
        assertThat(texts(model, "files")).containsExactly(model.path("path").asString());
        assertThat(Path.of(model.path("path").asString()))
                .hasSameBinaryContentAs(Distribution.bundledModel());
        assertThat(model.path("architecture").asString()).isEqualTo("llama");
        assertThat(model.path("parameters").asLong()).isEqualTo(3_049_920);
        assertThat(model.path("quantization").asString()).isEqualTo("Q8_0");
        assertThat(model.path("contextLength").asInt()).isEqualTo(1024);
        assertThat(texts(model, "capabilities")).containsExactly("chat", "completion", "tools");
        assertThat(model.path("pinned").asBoolean()).isFalse();
        for (String unknown : List.of("projector", "problem", "estimate")) {
            assertThat(model.has(unknown)).as(unknown).isTrue();
            assertThat(model.path(unknown).isNull()).as(unknown).isTrue();
        }
    }

    @Test
    void aLoadedModelIsToldWithItsProcessAndNoSecret() throws IOException {
        assertThat(order("/api/models/recua-tiny/load").path("status").asString())
                .isEqualTo("ready");

        JsonNode model = model(TINY);

        JsonNode child = model.path("child");
        ProcessHandle process = ProcessHandle.of(child.path("pid").asLong()).orElseThrow();
        assertThat(gateway.children()).contains(process);
        assertThat(child.path("port").asInt()).isPositive();
        assertThat(child.path("startedAt").asString()).startsWith("20");
        assertThat(child.path("rss").asLong()).isGreaterThan(4 * 1024 * 1024);
        assertThat(texts(child, "args"))
                .contains("--port", child.path("port").asString())
                .doesNotContain("--hf-token");
        assertThat(ofProcess(process, "cmdline")).doesNotContain(SECRET);
        assertThat(ofProcess(process, "environ")).contains("HF_TOKEN=" + SECRET);
        assertThat(model.path("idleUnloadAt").asString()).startsWith("20");
        assertThat(model.path("running").asInt()).isZero();
        for (String path : List.of("/api/models", "/running", "/logs")) {
            assertThat(gateway.caller().get(path).expect(200).body())
                    .as(path)
                    .doesNotContain(SECRET);
        }

        JsonNode gone = order("/api/models/recua-tiny/unload");
        assertThat(gone.path("status").asString()).isEqualTo("initial");
        assertThat(gone.path("child").isNull()).isTrue();
        assertThat(gone.path("idleUnloadAt").isNull()).isTrue();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aBrokenFileIsListedWithItsProblemAndOfferedNowhere() {
        JsonNode model = model("cut:1b");

        assertThat(model.path("problem").asString()).isNotBlank();
        assertThat(model.path("status").asString()).isEqualTo("error");
        assertThat(model.path("source").asString()).isEqualTo("user");
        assertThat(texts(model, "files")).containsExactly(broken.toString());
        assertThat(gateway.caller().modelIds()).contains(TINY).doesNotContain("cut:1b");
    }

    @Test
    void whatTheConfigurationSaysOfAModelIsTold() {
        JsonNode model = model("tiny-embed");

        assertThat(model.path("type").asString()).isEqualTo("embedding");
        assertThat(model.path("source").asString()).isEqualTo("config");
        assertThat(texts(model, "capabilities")).containsExactly("embedding");
    }

    /// What Linux tells of a process to its own user; everybody may read `cmdline`.
    private static String ofProcess(ProcessHandle process, String what) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), what));
    }

    private JsonNode model(String name) {
        return gateway.caller().get("/api/models/" + name).expect(200).json();
    }

    private JsonNode order(String path) {
        return gateway.caller().post(path, Caller.JSON.createObjectNode()).expect(200).json();
    }

    private static List<String> texts(JsonNode node, String name) {
        return node.path(name).valueStream().map(JsonNode::asString).toList();
    }
}
