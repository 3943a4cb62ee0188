package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `load`, `unload` and `stop`.
class LoadingCommandsTest {
    private static final String NL = System.lineSeparator();

    private final FakeGateway gateway = new FakeGateway();
    @TempDir Path run;
    private InMemory inMemory;

    @BeforeEach
    void against() {
        inMemory = new InMemory(run).against(gateway);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void loadReturnsWhenTheModelIsLoadedAndSaysWhatItTakes() {
        gateway.order =
                exchange -> {
                    inMemory.now = inMemory.now.plusMillis(3210);
                    loaded();
                    FakeGateway.json(exchange, 200, json("recua-tiny"));
                };

        Result result = inMemory.run("load", "recua-tiny");

        assertThat(result)
                .isEqualTo(
                        new Result(
                                0,
                                "recua:3m-instruct is loaded after 3.2 s: process 99, 40.0 MiB in memory, context 1024."
                                        + NL,
                                ""));
        assertThat(gateway.orders).containsExactly("/api/models/recua-tiny/load");
    }

    @Test
    void loadingWhatIsLoadedSaysSo() {
        assertThat(inMemory.run("load", "gpt-4").out())
                .startsWith("qwen3:8b was loaded already: process 4312");
    }

    @Test
    void aLongLoadIsShownOnATerminalAndErased() throws Exception {
        inMemory.errIsTerminal = true;
        var release = new CountDownLatch(1);
        gateway.order =
                exchange -> {
                    await(release);
                    FakeGateway.json(exchange, 200, json("qwen3:8b"));
                };
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> inMemory.run("load", "qwen3:8b"));
        Awaitility.await().until(() -> !gateway.orders.isEmpty());

        inMemory.ticks.getFirst().accept(Duration.ofSeconds(3));
        release.countDown();

        assertThat(result.get(10, TimeUnit.SECONDS).err())
                .isEqualTo("\r\u001b[Kloading qwen3:8b… 3 s\r\u001b[K");
    }

    @Test
    void aModelThatDoesNotLoadEndsWithOneAndItsCauseAndTheHint() {
        gateway.order =
                exchange ->
                        FakeGateway.json(
                                exchange,
                                502,
                                "{\"error\":{\"message\":\"bad magic in x.gguf\",\"code\":\"model_load_failed\",\"hint\":\"Load it anew.\"}}");

        assertThat(inMemory.run("load", "recua-tiny"))
                .isEqualTo(
                        new Result(
                                1, "", "recua: bad magic in x.gguf" + NL + "  Load it anew." + NL));
    }

    @Test
    void withoutAnEngineLoadEndsWithSix() {
        gateway.order =
                exchange ->
                        FakeGateway.error(
                                exchange, 503, "engine_missing", "No llama-server.", "null");

        assertThat(inMemory.run("load", "recua-tiny").code()).isEqualTo(6);
    }

    @Test
    void unloadReturnsWhenTheModelIsGone() {
        gateway.order =
                exchange -> {
                    gone();
                    FakeGateway.json(exchange, 200, json("qwen3:8b"));
                };

        assertThat(inMemory.run("unload", "gpt-4"))
                .isEqualTo(new Result(0, "qwen3:8b is unloaded." + NL, ""));
        assertThat(gateway.orders).containsExactly("/api/models/gpt-4/unload");
    }

    @Test
    void aWaitForRunningRequestsIsNamed() throws Exception {
        inMemory.errIsTerminal = true;
        var release = new CountDownLatch(1);
        gateway.order =
                exchange -> {
                    await(release);
                    gone();
                    FakeGateway.json(exchange, 200, json("qwen3:8b"));
                };
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> inMemory.run("unload", "qwen3:8b"));
        Awaitility.await().until(() -> !gateway.orders.isEmpty());

        inMemory.ticks.getFirst().accept(Duration.ofSeconds(2));
        release.countDown();

        assertThat(result.get(10, TimeUnit.SECONDS).err())
                .contains("unloading qwen3:8b, 2 requests finish first… 2 s");
    }

    @Test
    void forceIsPassedOn() {
        inMemory.run("unload", "qwen3:8b", "--force");
        inMemory.run("stop", "qwen3:8b", "--force");

        assertThat(gateway.orders)
                .containsExactly(
                        "/api/models/qwen3%3A8b/unload?force=true",
                        "/api/models/qwen3%3A8b/unload?force=true");
    }

    @Test
    void whatWasNotLoadedIsSaidToBeSo() {
        assertThat(inMemory.run("unload", "recua-tiny"))
                .isEqualTo(new Result(0, "recua:3m-instruct was not loaded." + NL, ""));
    }

    @Test
    void aModelThatIsWaitedForComesBack() {
        assertThat(inMemory.run("unload", "qwen3:8b").out())
                .isEqualTo(
                        "qwen3:8b was unloaded, and requests that waited for it are loading it again."
                                + NL);
    }

    @Test
    void stopUnloadsOneModel() {
        gateway.order =
                exchange -> {
                    gone();
                    FakeGateway.json(exchange, 200, json("qwen3:8b"));
                };

        assertThat(inMemory.run("stop", "qwen3:8b"))
                .isEqualTo(new Result(0, "qwen3:8b is unloaded." + NL, ""));
    }

    @Test
    void stopAllUnloadsWhatIsLoadedAndOnlyThat() {
        loaded();

        Result result = inMemory.run("stop", "--all", "--force", "--json");

        assertThat(gateway.orders)
                .containsExactlyInAnyOrder(
                        "/api/models/qwen3%3A8b/unload?force=true",
                        "/api/models/recua%3A3m-instruct/unload?force=true");
        assertThat(WireJson.mapper().readTree(result.out()).path("models"))
                .extracting(it -> it.path("id").asString(""))
                .containsExactly("qwen3:8b", "recua:3m-instruct");
    }

    /// It has no process, and would have one again in a moment.
    @Test
    void aModelThatCrashedAndWouldComeBackIsStoppedToo() {
        gateway.catalogue =
                FakeGateway.CATALOGUE
                        .replaceAll("\"child\":\\{[^}]*}", "\"child\":null")
                        .replace("\"ready\"", "\"crashed\"");
        gateway.order =
                exchange -> {
                    gone();
                    FakeGateway.json(exchange, 200, json("qwen3:8b"));
                };

        Result result = inMemory.run("stop", "--all");

        assertThat(result).isEqualTo(new Result(0, "qwen3:8b is unloaded." + NL, ""));
        assertThat(gateway.orders).containsExactly("/api/models/qwen3%3A8b/unload");
    }

    @Test
    void stopAllWithNothingLoadedIsDone() {
        gone();

        Result result = inMemory.run("stop", "--all");

        assertThat(result).isEqualTo(new Result(0, "", "No model is loaded." + NL));
        assertThat(gateway.orders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load gpt-4", "unload gpt-4", "stop gpt-4"})
    void asJsonTheAnswerIsTheGatewaysModel(String command) {
        Result result = inMemory.run((command + " --json").split(" "));

        assertThat(WireJson.mapper().readTree(result.out()))
                .isEqualTo(
                        WireJson.mapper().readTree(FakeGateway.CATALOGUE).path("models").path(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load recua-tinny",
                "unload recua-tinny",
                "stop recua-tinny",
                "logs recua-tinny"
            })
    void anUnknownModelEndsWithFourAndTheNearestNames(String command) {
        assertThat(inMemory.run(command.split(" ")))
                .isEqualTo(
                        new Result(
                                4,
                                "",
                                "recua: No model is called \"recua-tinny\"."
                                        + NL
                                        + "  Did you mean: recua-tiny?"
                                        + NL));
        assertThat(gateway.orders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load",
                "unload",
                "stop",
                "stop m --all",
                "stop m n",
                "load m n",
                "logs --lines 0",
                "logs --lines x",
                "ps m"
            })
    void aCommandThatCannotBeUnderstoodEndsWithUsage(String command) {
        Result result = inMemory.run(command.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("recua: ");
        assertThat(gateway.orders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload", "stop"})
    void withoutAModelTheyTellWhereToFindOne(String command) {
        assertThat(inMemory.run(command).err())
                .contains("MODEL", "`recua ls` lists the models", "recua " + command + " --help")
                .doesNotContain("Error:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload", "stop", "logs"})
    void anEmptyNameIsAMistakeOfUse(String command) {
        Result result = inMemory.run(command, " ");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("empty", "recua ls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load m", "unload m", "stop m", "stop --all", "logs", "logs m"})
    void withoutAGatewayTheyEndWithThree(String command) {
        gateway.close();

        Result result = inMemory.run(command.split(" "));

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("connection refused", "recua serve");
    }

    /// From now on the tiny model is loaded.
    private void loaded() {
        gateway.catalogue =
                FakeGateway.CATALOGUE
                        .replace(
                                "\"child\":null,\"estimate\":null}\n]",
                                "\"child\":{\"pid\":99,\"port\":1,\"startedAt\":\"2026-01-01T00:00:00Z\",\"args\":[],\"rss\":41943040},\"estimate\":null}\n]")
                        .replace(
                                "\"quantization\":\"Q8_0\",\"contextLength\":null",
                                "\"quantization\":\"Q8_0\",\"contextLength\":1024")
                        .replace("\"status\":\"initial\"", "\"status\":\"ready\"");
    }

    /// From now on no model is loaded.
    private void gone() {
        gateway.catalogue =
                FakeGateway.CATALOGUE
                        .replaceAll("\"child\":\\{[^}]*}", "\"child\":null")
                        .replace("\"ready\"", "\"initial\"");
    }

    private String json(String name) {
        return WireJson.mapper().writeValueAsString(gateway.model(name).orElseThrow());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
