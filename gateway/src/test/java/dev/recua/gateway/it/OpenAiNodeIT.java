package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// OpenAI's own client for Node, as npm installs it, against the packaged product with a real
/// llama-server. `src/test/npm/questions.mjs` asks; here is what must come.
@NeedsRealEngine
@DisabledIf(value = "nodeIsMissingAndMayBe", disabledReason = "node or npm is not on the PATH")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiNodeIT {
    private static final Path SOURCES = Distribution.testSources().resolve("npm");
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(3);
    private static final Duration ASK_LIMIT = Duration.ofMinutes(1);

    private JsonNode results;

    @BeforeAll
    void askEverything(@TempDir Path home) throws IOException {
        PackagedRecua recua =
                PackagedRecua.in(home).engine(RealEngine.path()).config(ClientModels.yaml());
        Path folder = installedClient();
        try (RunningGateway gateway = recua.serve()) {
            var node =
                    recua.processBuilder(
                            List.of(
                                    "node",
                                    folder.resolve("questions.mjs").toString(),
                                    gateway.url() + "/v1"));
            results = Caller.JSON.readTree(Ended.of(node, ASK_LIMIT).expect(0).out());
        }
    }

    @Test
    void listsTheModels() {
        assertThat(results.at("/list/ids").valueStream().map(JsonNode::asString))
                .containsExactly("tiny-embed", "tiny-endless", "recua:3m-instruct");
        assertThat(results.at("/list/byAlias").asString()).isEqualTo("recua:3m-instruct");
    }

    @Test
    void chats() {
        assertThat(results.at("/chat/text").asString()).isEqualTo("Tuesday.");
        assertThat(results.at("/chat/model").asString()).isEqualTo("recua:3m-instruct");
    }

    @Test
    void streams() {
        assertThat(results.at("/stream/text").asString()).isEqualTo("Tuesday.");
        assertThat(results.at("/stream/chunks").asInt()).isGreaterThan(2);
    }

    @Test
    void callsATool() {
        assertThat(results.at("/tool/finishReason").asString()).isEqualTo("tool_calls");
        assertThat(results.at("/tool/name").asString()).isEqualTo("get_weather");
        assertThat(results.at("/tool/arguments").asString()).isEqualTo("{\"city\": \"Lima\"}");
    }

    @Test
    void getsJsonThatFollowsASchema() {
        assertThat(results.path("schema"))
                .isEqualTo(Caller.JSON.readTree("{\"city\": \"Tokyo\", \"country\": \"Japan\"}"));
    }

    @Test
    void embeds() {
        assertThat(results.path("embed")).hasSize(2);
        for (JsonNode row : results.path("embed")) {
            assertThat(row.path("width").asInt()).isEqualTo(ClientModels.WIDTH);
            assertThat(row.path("norm").asDouble()).isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void aWrongModelNameRaisesItsNotFoundError() {
        JsonNode error = results.path("wrongModel");

        assertThat(error.path("isNotFound").asBoolean()).as(error.toString()).isTrue();
        assertThat(error.path("status").asInt()).isEqualTo(404);
        assertThat(error.path("code").asString()).isEqualTo("model_not_found");
        assertThat(error.path("message").asString()).contains("recua-tine");
    }

    @Test
    void abortingAStreamFreesItsPlace() {
        assertThat(results.at("/abort/chunks").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(results.at("/abort/text").asString()).isEqualTo("Tuesday.");
        assertThat(results.at("/abort/waitedMs").asInt()).isLessThan(10_000);
    }

    /// The folder with script and client, installed by `npm ci` once per lock file.
    private static Path installedClient() throws IOException {
        Path folder = Files.createDirectories(Distribution.kept().resolve("npm"));
        Path lock = folder.resolve("package-lock.json");
        Path done = folder.resolve("node_modules/openai/package.json");
        boolean current =
                Files.exists(done)
                        && Files.exists(lock)
                        && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
        for (String name :
                List.of("package.json", "package-lock.json", ".npmrc", "questions.mjs")) {
            Files.copy(
                    SOURCES.resolve(name),
                    folder.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (!current) {
            var npm = new ProcessBuilder("npm", "ci").directory(folder.toFile());
            Ended.of(npm, INSTALL_LIMIT).expect(0);
        }
        return folder;
    }

    static boolean nodeIsMissingAndMayBe() {
        return !RealEngine.isRequired() && !(isThere("node") && isThere("npm"));
    }

    private static boolean isThere(String program) {
        try {
            return Ended.of(new ProcessBuilder(program, "--version"), ASK_LIMIT).status() == 0;
        } catch (UncheckedIOException _) {
            return false;
        }
    }
}
