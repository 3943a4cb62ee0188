package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.child.HealthProbe;
import dev.recua.supervisor.server.LlamaServer;
import dev.recua.supervisor.server.LlamaServerArgs;
import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A model whose `url` names a llama-server that somebody else runs.
class RunElsewhereIT {
    private static final String KEY = "sesame";

    @TempDir private Path folder;
    private FakeLlamaServer fake;
    private int port;

    @BeforeEach
    void install() throws IOException {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        Files.write(folder.resolve("theirs.gguf"), new byte[16]);
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    @Test
    void itIsUsedWithItsKeyBesideOurOwnModelsAndOutlivesUs() throws Exception {
        try (LlamaServer theirs = start()) {
            try (Serving gateway = gateway()) {
                assertThat(gateway.chat("far:8b").statusCode()).isEqualTo(200);
                assertThat(gateway.chat("gpt-4").statusCode()).isEqualTo(200);

                JsonNode model = model(gateway);
                assertThat(model.path("status").asString()).isEqualTo("ready");
                assertThat(model.path("source").asString()).isEqualTo("config");
                assertThat(model.path("path").asString()).isEqualTo("http://127.0.0.1:" + port);
                assertThat(model.path("files")).isEmpty();
                assertThat(model.path("contextLength").isNull()).isTrue();
                assertThat(model.path("child").path("pid").asLong())
                        .isEqualTo(theirs.pid().orElseThrow());
                assertThat(gateway.get("/api/status").body()).contains("\"adopted\":true");

                assertThat(gateway.chat("alpha").statusCode()).isEqualTo(200);
                assertThat(model(gateway).path("status").asString())
                        .as("max-models is 1, and it is not counted")
                        .isEqualTo("ready");

                assertThat(
                                gateway.post(
                                                "/api/models/far:8b/unload",
                                                "",
                                                "Content-Type",
                                                "application/json")
                                        .statusCode())
                        .isEqualTo(200);
                assertThat(model(gateway).path("status").asString()).isEqualTo("initial");
                assertThat(gateway.chat("far:8b").statusCode()).isEqualTo(200);
            }
            assertThat(HealthProbe.isReady(port, Duration.ofSeconds(5))).isTrue();
            assertThat(fake.events("term")).noneMatch(it -> it.pid() == theirs.pid().orElse(0));
        }
    }

    @Test
    void whileNobodyIsThereItSaysSoAndOneThatComesBackIsUsedAgain() throws Exception {
        try (Serving gateway = gateway()) {
            var refused = gateway.chat("far:8b");
            assertThat(refused.statusCode()).isEqualTo(502);
            assertThat(refused.body())
                    .contains("not_reachable", "nothing answers at http://127.0.0.1:" + port);

            try (LlamaServer _ = start()) {
                gateway.post("/api/models/far:8b/load", "", "Content-Type", "application/json");
                assertThat(gateway.chat("far:8b").statusCode()).isEqualTo(200);
            }
            await().until(() -> !model(gateway).path("status").asString().equals("ready"));
            try (LlamaServer _ = start()) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> model(gateway).path("status").asString().equals("ready"));
                assertThat(gateway.chat("far:8b").statusCode()).isEqualTo(200);
            }
        }
    }

    private LlamaServer start() throws Exception {
        LlamaServer theirs =
                LlamaServer.of(
                        fake.binary(),
                        LlamaServerArgs.builder()
                                .model(folder.resolve("theirs.gguf"))
                                .alias("theirs")
                                .apiKey(KEY)
                                .port(port)
                                .build());
        theirs.start();
        return theirs;
    }

    private Serving gateway() {
        return Home.in(folder)
                .config(
                        """
                        models:
                          "far:8b":
                            url: http://127.0.0.1:%d
                            aliases: [gpt-4]
                            env: {LLAMA_API_KEY: %s}
                        """
                                .formatted(port, KEY))
                .models("alpha")
                .serve(fake.binary());
    }

    private static JsonNode model(Serving gateway) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(gateway.get("/api/models/far:8b").body());
    }
}
