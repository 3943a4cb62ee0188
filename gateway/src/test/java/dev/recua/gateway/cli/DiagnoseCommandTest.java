package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import dev.recua.testkit.fault.FaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DiagnoseCommandTest {
    private static final String ANSWER =
            "{\"choices\":[{\"index\":0,\"finish_reason\":\"length\",\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"}}]}";

    private final FakeGateway gateway = new FakeGateway();
    private InMemory shell;
    @TempDir Path run;

    @BeforeEach
    void aHomeOfItsOwn() {
        gateway.chat = exchange -> FakeGateway.json(exchange, 200, ANSWER);
        shell = new InMemory(run);
        shell.env.put("RECUA_HOME", run.toString());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aGatewayThatIsWellIsToldSoAndEndsWithZero() {
        Result result = shell.against(gateway).run("diagnose");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("Recua at " + gateway.url() + " (RECUA_URL)")
                .contains("ok  health")
                .contains("ok  models")
                .contains("ok  chat")
                .endsWith("All is well.\n");
    }

    @Test
    void ofSeveralModelsTheLoadedOneIsAskedForOneToken() {
        shell.against(gateway).run("diagnose");

        assertThat(gateway.requests)
                .singleElement()
                .asString()
                .contains("\"model\":\"qwen3:8b\"")
                .contains("\"max_tokens\":1");
    }

    @Test
    void noGatewayEndsWithThreeAndSaysHowToStartOne() {
        gateway.close();

        Result result = shell.against(gateway).run("diagnose");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out())
                .contains("FAILED  health  connection refused")
                .contains("CONNECTION_ERROR")
                .contains("recua serve")
                .contains("Why this mostly happens:")
                .contains("What to do:")
                .contains("To look further:");
    }

    @Test
    void aModelThatAnswersWithAnErrorIsExplainedInTheServersWords() {
        gateway.chat =
                exchange ->
                        FakeGateway.error(
                                exchange, 502, "engine_crashed", "The engine died.", "null");

        Result result = shell.against(gateway).run("diagnose");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("ok      models")
                .contains("FAILED  chat    The engine died.")
                .contains("SERVER_ERROR")
                .contains("recua logs");
    }

    @Test
    void aGatewayWithoutAnyModelIsNotWell() {
        gateway.models = "{\"object\":\"list\",\"data\":[]}";

        Result result = shell.against(gateway).run("diagnose");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("FAILED  models  none");
    }

    @Test
    void inJsonItHasTheFieldsOfADiagnosis() {
        gateway.close();

        JsonNode json =
                WireJson.mapper().readTree(shell.against(gateway).run("diagnose", "--json").out());

        assertThat(json.propertyNames())
                .containsExactly("provider", "url", "origin", "well", "checks", "diagnosis");
        assertThat(json.path("well").asBoolean(true)).isFalse();
        assertThat(json.path("provider").asString()).isEqualTo("recua");
        assertThat(json.path("diagnosis").path("errorType").asString())
                .isEqualTo("CONNECTION_ERROR");
        assertThat(json.path("diagnosis").path("recoveryStrategy").path("maxRetries").asInt())
                .isEqualTo(3);
    }

    @Test
    void anotherProviderIsLookedAtWithItsOwnWords() throws Exception {
        try (FaultServer server = FaultServer.playing("503-loading")) {
            Result result =
                    shell.run(
                            "diagnose",
                            "--provider",
                            "llama-cpp",
                            "--url",
                            server.address().toString());

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out())
                    .startsWith("llama.cpp at " + server.address() + " (--url)")
                    .contains("MODEL_LOADING")
                    .contains(server.address() + "/health");
            assertThat(server.chats()).isEqualTo(1);
        }
    }

    @Test
    void anAbsentServerThatIsNoGatewayEndsWithOne() throws Exception {
        try (FaultServer server = FaultServer.playing("refused")) {
            Result result =
                    shell.run(
                            "diagnose",
                            "--provider",
                            "llama-cpp",
                            "--url",
                            server.address().toString());

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).contains("llama-server -m model.gguf --port");
        }
    }

    @Test
    void theClientConfigurationSaysWhereAProviderIs() throws IOException {
        Files.writeString(
                run.resolve("client.json"),
                "{\"providers\":{\"openai-compatible\":{\"baseUrl\":\"%s\",\"models\":[\"qwen3:8b\"]}}}"
                        .formatted(gateway.url()));

        Result result = shell.run("diagnose", "--provider", "openai-compatible");

        assertThat(result.out()).startsWith("OpenAI Compatible at " + gateway.url());
        assertThat(result.code()).isZero();
    }

    @Test
    void aBrokenClientConfigurationEndsWithFiveAndTheLine() throws IOException {
        Files.writeString(
                run.resolve("client.json"),
                "{\"providers\":{\"llama-cpp\":{\"baseUrl\":\"nowhere\"}}}");

        Result result = shell.run("diagnose", "--provider", "llama-cpp");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .contains("client.json:1:")
                .contains("/providers/llama-cpp/baseUrl");
    }

    @Test
    void aProviderMayBeNamedAsPeopleCallIt() throws Exception {
        try (FaultServer server = FaultServer.playing("503-loading")) {
            String url = server.address().toString();

            Result result = shell.run("diagnose", "--provider", "llama.cpp", "--url", url);

            assertThat(result.out()).startsWith("llama.cpp at " + url + " (--url)");
        }
    }

    @Test
    void anAddressThatNoProviderCanHaveIsWrongUsage() {
        Result result =
                shell.run(
                        "diagnose",
                        "--provider",
                        "llama-cpp",
                        "--url",
                        "http://u:secret@127.0.0.1");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("apiKey").doesNotContain("secret");
    }

    /// A key made Recua a configured provider at the usual address, where another gateway, or none,
    /// may be.
    @Test
    void recuaIsTheGatewayOfThisHomeAlsoWhereTheConfigurationHasAKeyForIt() throws IOException {
        Path folder = Files.createDirectories(shell.runFolder);
        Files.writeString(
                folder.resolve("gateway.json"), "{\"url\":\"%s\"}".formatted(gateway.url()));
        Files.writeString(
                run.resolve("client.json"), "{\"providers\":{\"recua\":{\"apiKey\":\"k-1\"}}}");

        Result result = shell.run("diagnose", "--provider", "recua");

        assertThat(result.out()).startsWith("Recua at " + gateway.url());
        assertThat(result.code()).isZero();
    }

    @Test
    void aProviderThatThereIsNotIsWrongUsage() {
        Result result = shell.run("diagnose", "--provider", "gemini");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("gemini").contains("llama-cpp");
    }

    @Test
    void aProviderThatNobodySaidTheAddressOfIsWrongUsage() {
        Result result = shell.run("diagnose", "--provider", "openai-compatible");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--url");
    }
}
