package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.it.NeedsRealEngine;
import dev.recua.testkit.FakeLlamaServer;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys: who needs one, and where none may be found.
class SecretsIT {
    private static final String OUR_KEY = "sk-our-own-key-1234567890";
    private static final String WRONG_KEY = "sk-of-somebody-else-1234567890";
    private static final String OUTER_KEY = "sk-of-the-outer-environment-1234567890";

    @TempDir private Path folder;

    @Test
    void theKeyIsAcceptedInBothHeadersAndNeededForAllButHealth() throws Exception {
        var fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        Home home = Home.in(folder).models("one").with("RECUA_API_KEY", OUR_KEY);
        try (Serving gateway = home.serve(fake.binary())) {
            assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
            for (String path : List.of("/", "/v1/models", "/v1/models/one", "/api/models", "/no")) {
                assertThat(gateway.get(path).statusCode()).as(path).isEqualTo(401);
            }
            var without = gateway.chat("one");
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.body()).contains("\"code\":\"invalid_api_key\"");
            assertThat(chat(gateway, "Authorization", "Bearer " + WRONG_KEY)).isEqualTo(401);
            assertThat(chat(gateway, "x-api-key", WRONG_KEY)).isEqualTo(401);
            assertThat(chat(gateway, "Authorization", "Bearer " + OUR_KEY)).isEqualTo(200);
            assertThat(chat(gateway, "x-api-key", OUR_KEY)).isEqualTo(200);

            assertThat(FakeEngineEvents.of(fake, "request", "one"))
                    .hasSize(2)
                    .allSatisfy(
                            request ->
                                    assertThat(request.details().toString())
                                            .doesNotContain(OUR_KEY));
        }
    }

    @Test
    @NeedsRealEngine
    void noSecretIsFoundInLogsFilesOutputOrArguments() throws Exception {
        Home home =
                Home.in(folder)
                        .models("one")
                        .with("RECUA_API_KEY", OUR_KEY)
                        .with("LLAMA_API_KEY", OUTER_KEY)
                        .with("RECUA_LOG_LEVEL", "debug");
        Files.writeString(home.recua().resolve("models/broken.gguf"), "this is no model");
        try (Serving gateway = home.serve(RealEngine.path())) {
            assertThat(chat(gateway, "Authorization", "Bearer " + OUR_KEY)).isEqualTo(200);
            ProcessHandle engine = gateway.engine();
            String childKey = ProcFiles.variable(engine, "LLAMA_API_KEY");
            String arguments = String.join(" ", ProcFiles.arguments(engine));
            makeErrors(gateway, engine);
            gateway.leave();

            assertThat(childKey).hasSizeGreaterThanOrEqualTo(32);
            assertThat(childKey).isNotIn(OUR_KEY, OUTER_KEY);
            List<String> secrets = List.of(OUR_KEY, WRONG_KEY, OUTER_KEY, childKey);
            assertThat(gateway.log()).contains("DEBUG", "refused status=401");
            assertThat(secrets)
                    .noneMatch(arguments::contains)
                    .noneMatch(gateway.output()::contains)
                    .noneMatch(everythingWritten(home)::contains);
        }
    }

    @Test
    @NeedsRealEngine
    void aRealEngineAnswersOnlyTheGatewayAndItsCorsHeadersAreTakenOut() throws Exception {
        try (Serving gateway = Home.in(folder).models("one").serve(RealEngine.path())) {
            var plain = gateway.chat("one");
            var fromPage =
                    gateway.post(Chat.PATH, Chat.stream("one"), "Origin", "http://localhost:3000");
            ProcessHandle engine = gateway.engine();
            int port = Integer.parseInt(ProcFiles.argument(engine, "--port"));

            assertThat(plain.statusCode()).isEqualTo(200);
            assertThat(names(plain)).noneMatch(name -> name.startsWith("access-control-"));
            assertThat(names(plain)).doesNotContain("server", "keep-alive");
            assertThat(fromPage.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly("http://localhost:3000");
            assertThat(names(fromPage)).doesNotContain("access-control-allow-credentials");
            assertThat(directly(gateway, port, "")).isEqualTo(401);
            assertThat(directly(gateway, port, WRONG_KEY)).isEqualTo(401);
            String key = ProcFiles.variable(engine, "LLAMA_API_KEY");
            assertThat(directly(gateway, port, key)).isEqualTo(200);
        }
    }

    /// Refusals, a file that is no model, and an engine that dies: each has a message to write.
    private static void makeErrors(Serving gateway, ProcessHandle engine) throws Exception {
        assertThat(chat(gateway, "Authorization", "Bearer " + WRONG_KEY)).isEqualTo(401);
        var broken =
                gateway.post(Chat.PATH, Chat.of("broken"), "Authorization", "Bearer " + OUR_KEY);
        assertThat(broken.statusCode()).isEqualTo(502);
        EngineDeathIT.kill(engine.pid());
        assertThat(chat(gateway, "x-api-key", OUR_KEY)).isEqualTo(200);
    }

    private static int chat(Serving gateway, String header, String value) throws Exception {
        return gateway.post(Chat.PATH, Chat.of("one"), header, value).statusCode();
    }

    private static List<String> names(HttpResponse<String> answer) {
        return List.copyOf(answer.headers().map().keySet());
    }

    private static int directly(Serving gateway, int port, String key) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + Chat.PATH))
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(Chat.of("one")))
                        .build();
        return gateway.client().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /// All files below the home, but for the models.
    private static String everythingWritten(Home home) throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.walk(home.recua())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".gguf")) continue;
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
            }
        }
        return all.toString();
    }
}
