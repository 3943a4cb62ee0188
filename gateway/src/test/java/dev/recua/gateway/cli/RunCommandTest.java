package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
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
    void theAnswerIsPrintedWithANewlineAndNothingElse() {
        assertThat(inMemory.run("run", "recua-tiny", "What day?"))
                .isEqualTo(new Result(0, "Tuesday" + NL, ""));
        assertThat(inMemory.embeddedWith).isEmpty();
        assertThat(inMemory.interrupts).as("registrations left").isEmpty();
    }

    @Test
    void theGatewayOfThisHomeGetsTheKeyOfThisHome() throws IOException {
        inMemory.env.remove("RECUA_URL");
        inMemory.keyOfHome = Optional.of("of-this-home");
        Files.writeString(
                inMemory.runFolder.resolve("gateway.json"),
                "{\"url\":\"%s\"}".formatted(gateway.url()));

        inMemory.run("run", "recua-tiny", "hi");
        inMemory.env.put("RECUA_API_KEY", "of-the-environment");
        inMemory.run("run", "recua-tiny", "hi");

        assertThat(gateway.keys)
                .containsExactly("Bearer of-this-home", "Bearer of-the-environment");
    }

    @Test
    void anAddressThatTheUserNamedNeverGetsTheKeyOfThisHome() {
        inMemory.keyOfHome = Optional.of("of-this-home");

        inMemory.run("run", "recua-tiny", "hi");
        inMemory.env.remove("RECUA_URL");
        inMemory.run("run", "recua-tiny", "hi", "--url", gateway.url().toString());

        assertThat(gateway.keys).containsExactly("null", "null");
    }

    @Test
    void everyOptionReachesTheModel() {
        inMemory.env.put("RECUA_API_KEY", "secret");

        inMemory.run(
                "run",
                "recua-tiny",
                "What",
                "day?",
                "--temperature",
                "0",
                "--max-tokens",
                "8",
                "--system",
                "Be brief.");

        assertThat(WireJson.mapper().readTree(gateway.requests.getFirst()))
                .isEqualTo(
                        WireJson.mapper()
                                .readTree(
                                        """
                                        {"model":"recua-tiny","messages":[{"role":"system","content":"Be brief."},
                                         {"role":"user","content":"What day?"}],"temperature":0.0,"max_tokens":8,
                                         "stream":true,"stream_options":{"include_usage":true}}
                                        """));
        assertThat(gateway.keys).containsExactly("Bearer secret");
    }

    @Test
    void theFirstTokensAreOutBeforeTheLastOnesCome() throws Exception {
        var release = new CountDownLatch(1);
        gateway.chat =
                exchange -> {
                    try (exchange) {
                        FakeGateway.begin(exchange);
                        FakeGateway.send(exchange, "Tues");
                        await(release);
                        FakeGateway.send(exchange, "day");
                        FakeGateway.event(exchange, "[DONE]");
                    }
                };

        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> inMemory.run("run", "recua-tiny", "x"));

        Awaitility.await()
                .until(() -> inMemory.out.toString(StandardCharsets.UTF_8).equals("Tues"));
        release.countDown();
        assertThat(result.get(10, TimeUnit.SECONDS).out()).isEqualTo("Tuesday" + NL);
    }

    @Test
    void thePromptMayComeThroughAPipe() {
        inMemory.input = "What day\nis it?\n";

        assertThat(inMemory.run("run", "recua-tiny").out()).isEqualTo("Tuesday" + NL);
        assertThat(gateway.requests.getFirst()).contains("What day\\nis it?\"");
    }

    @Test
    void anEmptyPipeIsAMistakeOfUse() {
        Result result = inMemory.run("run", "recua-tiny");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("no prompt");
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void asJsonTheWholeAnswerIsPrinted() {
        gateway.chat =
                exchange ->
                        FakeGateway.json(
                                exchange,
                                200,
                                """
                                {"id":"c1","object":"chat.completion","created":7,"model":"recua:3m-instruct",
                                 "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Tuesday"}}],
                                 "usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}
                                """);

        Result result = inMemory.run("run", "recua-tiny", "What day?", "--json");

        assertThat(result.code()).isZero();
        ChatResponse answer = WireJson.mapper().readValue(result.out(), ChatResponse.class);
        assertThat(answer.text()).isEqualTo("Tuesday");
        assertThat(gateway.requests.getFirst()).doesNotContain("stream");
    }

    @Test
    void anUnknownModelEndsWithFourAndTheNearestNames() {
        gateway.chat =
                exchange ->
                        FakeGateway.error(
                                exchange,
                                404,
                                "model_not_found",
                                "No model is called recua-tinny.",
                                "{\"nearest\":[\"recua-tiny\"]}");

        Result result = inMemory.run("run", "recua-tinny", "x");

        assertThat(result)
                .isEqualTo(
                        new Result(
                                4,
                                "",
                                "recua: No model is called recua-tinny."
                                        + NL
                                        + "  Did you mean: recua-tiny?"
                                        + NL));
    }

    @Test
    void aGatewayWithoutEngineEndsWithSix() {
        gateway.chat =
                exchange ->
                        FakeGateway.error(
                                exchange, 503, "engine_missing", "No llama-server.", "null");

        assertThat(inMemory.run("run", "recua-tiny", "x").code()).isEqualTo(6);
    }

    @Test
    void aModelThatDoesNotLoadEndsWithOneAndItsCause() {
        gateway.chat =
                exchange ->
                        FakeGateway.error(
                                exchange, 502, "model_load_failed", "bad magic in x.gguf", "null");

        Result result = inMemory.run("run", "recua-tiny", "x");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("recua: bad magic in x.gguf" + NL);
    }

    @Test
    void anAnswerThatBreaksOffIsAFailureAfterWhatCame() {
        gateway.chat =
                exchange -> {
                    try (exchange) {
                        FakeGateway.begin(exchange);
                        FakeGateway.send(exchange, "Tues");
                    }
                };

        Result result = inMemory.run("run", "recua-tiny", "x");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("Tues" + NL);
        assertThat(result.err()).contains("stopped before its end");
    }

    @Test
    void anAnswerCutAtItsTokenLimitIsSaidToBeCut() {
        gateway.chat =
                exchange -> {
                    try (exchange) {
                        FakeGateway.begin(exchange);
                        FakeGateway.send(exchange, "Tues");
                        FakeGateway.event(
                                exchange,
                                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}");
                        FakeGateway.event(exchange, "[DONE]");
                    }
                };

        Result result = inMemory.run("run", "recua-tiny", "x");

        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("cut at its token limit");
    }

    @Test
    void aNamedGatewayThatDoesNotAnswerIsNotReplacedByAnother() {
        gateway.close();

        Result result = inMemory.run("run", "recua-tiny", "x");

        assertThat(result.code()).isEqualTo(3);
        assertThat(inMemory.embeddedWith).isEmpty();
    }

    @Test
    void aNamedProgramThatIsNoGatewayIsNotReplacedByAnother() {
        gateway.health = "{\"status\":\"reticent\"}";

        Result result = inMemory.run("run", "recua-tiny", "x");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("reticent", "RECUA_URL");
        assertThat(inMemory.embeddedWith).isEmpty();
    }

    @Test
    void anotherProgramAtAnAddressThatNobodyNamedIsLeftAlone() throws IOException {
        var closed = new AtomicInteger();
        inMemory.env.remove("RECUA_URL");
        try (var other = new FakeGateway()) {
            other.health = "<h1>It works!</h1>";
            Files.writeString(
                    run.resolve("gateway.json"), "{\"url\":\"%s\"}".formatted(other.url()));
            inMemory.embedded = (options, progress) -> embedded(closed);

            assertThat(inMemory.run("run", "recua-tiny", "x").out()).isEqualTo("Tuesday" + NL);
            assertThat(other.requests).isEmpty();
        }
    }

    @Test
    void withoutARunningGatewayOneIsStartedOnAnyPortAndClosed() throws IOException {
        var closed = new AtomicInteger();
        atAnAddressWhereNobodyAnswers();
        inMemory.embedded = (options, progress) -> embedded(closed);

        Result result = inMemory.run("run", "recua-tiny", "x", "--home", run.toString());

        assertThat(result).isEqualTo(new Result(0, "Tuesday" + NL, ""));
        assertThat(inMemory.embeddedWith).containsExactly(ServeOptions.embedded(Optional.of(run)));
        assertThat(inMemory.embeddedWith.getFirst().listen()).contains("127.0.0.1:0");
        assertThat(gateway.keys).containsExactly("Bearer inner");
        assertThat(closed).hasValue(1);
    }

    @Test
    void anEmbeddedGatewayIsClosedAlsoWhenTheAnswerFails() throws IOException {
        var closed = new AtomicInteger();
        atAnAddressWhereNobodyAnswers();
        inMemory.embedded = (options, progress) -> embedded(closed);
        gateway.chat = exchange -> FakeGateway.error(exchange, 500, "internal", "oh", "null");

        assertThat(inMemory.run("run", "recua-tiny", "x").code()).isEqualTo(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    void withoutAnEngineToStartItEndsWithSix() throws IOException {
        atAnAddressWhereNobodyAnswers();

        Result result = inMemory.run("run", "recua-tiny", "x");

        assertThat(result).isEqualTo(new Result(6, "", "recua: No llama-server was found." + NL));
    }

    @Test
    void anInterruptEndsTheRequestAndTheCommand() throws Exception {
        var left = new CompletableFuture<Void>();
        gateway.chat =
                exchange -> {
                    FakeGateway.begin(exchange);
                    FakeGateway.send(exchange, "Tues");
                    try {
                        while (true) {
                            exchange.getResponseBody()
                                    .write(":\n".getBytes(StandardCharsets.UTF_8));
                            exchange.getResponseBody().flush();
                        }
                    } catch (IOException e) {
                        left.complete(null);
                    }
                };
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> inMemory.run("run", "recua-tiny", "x"));
        Awaitility.await()
                .until(() -> inMemory.out.toString(StandardCharsets.UTF_8).equals("Tues"));

        inMemory.interrupts.getFirst().run();

        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(new Result(130, "Tues" + NL, ""));
        left.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptWhileTheGatewayStartsUndoesTheStart() throws Exception {
        var started = new CountDownLatch(1);
        atAnAddressWhereNobodyAnswers();
        inMemory.embedded =
                (options, progress) -> {
                    started.countDown();
                    new CountDownLatch(1).await();
                    throw new IllegalStateException("never reached");
                };
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> inMemory.run("run", "recua-tiny", "x"));
        await(started);

        inMemory.interrupts.getFirst().run();

        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(new Result(130, "", ""));
    }

    @Test
    void aPersonWithoutPromptGetsAChatThatRemembers() {
        inMemory.person = true;
        inMemory.input = "My name is Rosa.\n\n/what\nWhat is my name?\n/exit\nnever asked\n";
        gateway.chat =
                exchange ->
                        FakeGateway.stream(
                                exchange, gateway.requests.size() == 1 ? "Hello Rosa!" : "Rosa.");

        Result result = inMemory.run("run", "recua-tiny", "--system", "s");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualToNormalizingNewlines(
                        """
                        Chat with recua-tiny. /help tells what you can type; /exit or Ctrl-D leaves.
                        > Hello Rosa!
                        > > > Rosa.
                        >\s""");
        assertThat(result.err()).contains("no command /what");
        assertThat(WireJson.mapper().readTree(gateway.requests.getLast()).path("messages"))
                .isEqualTo(
                        WireJson.mapper()
                                .readTree(
                                        """
                                        [{"role":"system","content":"s"},{"role":"user","content":"My name is Rosa."},
                                         {"role":"assistant","content":"Hello Rosa!"},
                                         {"role":"user","content":"What is my name?"}]
                                        """));
    }

    @Test
    void aRefusedQuestionDoesNotEndTheChatAndIsForgotten() {
        inMemory.person = true;
        inMemory.input = "too long\nshort\n";
        gateway.chat =
                exchange -> {
                    if (gateway.requests.size() == 1) {
                        FakeGateway.error(exchange, 400, "400", "exceeds the context", "null");
                    } else {
                        FakeGateway.stream(exchange, "Yes.");
                    }
                };

        Result result = inMemory.run("run", "recua-tiny");

        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("exceeds the context");
        assertThat(gateway.requests.getLast()).contains("short").doesNotContain("too long");
    }

    @Test
    void aChatWithAnUnknownModelEndsWithFour() {
        inMemory.person = true;
        inMemory.input = "hello\nhello\n";

        assertThat(inMemory.run("run", "nobody").code()).isEqualTo(4);
        assertThat(inMemory.out.size()).as("the chat does not begin").isZero();
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void jsonNeedsAPromptBecauseAChatHasNoFinalAnswer() {
        inMemory.person = true;

        assertThat(inMemory.run("run", "recua-tiny", "--json").code()).isEqualTo(2);
    }

    @Test
    void aLongWaitIsShownOnATerminalAndErased() throws Exception {
        inMemory.errIsTerminal = true;
        var release = new CountDownLatch(1);
        gateway.chat =
                exchange -> {
                    await(release);
                    FakeGateway.stream(exchange, "Tuesday");
                };
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> inMemory.run("run", "recua-tiny", "x"));
        Awaitility.await().until(() -> !gateway.requests.isEmpty());

        inMemory.ticks.getFirst().accept(Duration.ofMillis(3200));
        release.countDown();

        assertThat(result.get(10, TimeUnit.SECONDS))
                .isEqualTo(
                        new Result(
                                0, "Tuesday" + NL, "\r\u001b[Kloading recua-tiny… 3 s\r\u001b[K"));
        assertThat(inMemory.ticks).isEmpty();
    }

    @Test
    void aModelThatIsLoadedIsWaitedForNotLoaded() throws Exception {
        inMemory.errIsTerminal = true;
        var release = new CountDownLatch(1);
        gateway.chat =
                exchange -> {
                    await(release);
                    FakeGateway.stream(exchange, "Tuesday");
                };
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> inMemory.run("run", "gpt-4", "x"));
        Awaitility.await().until(() -> !gateway.requests.isEmpty());

        inMemory.ticks.getFirst().accept(Duration.ofSeconds(1));
        release.countDown();

        assertThat(result.get(10, TimeUnit.SECONDS).err()).contains("waiting for gpt-4… 1 s");
    }

    @Test
    void noProgressIsShownWhileAPersonThinks() {
        var ticking = new CompletableFuture<Integer>();
        var thinking =
                new InputStream() {
                    @Override
                    public int read() {
                        ticking.complete(inMemory.ticks.size());
                        return -1;
                    }
                };
        var out = new PrintStream(inMemory.out, true, StandardCharsets.UTF_8);

        int code =
                inMemory.cli(new Terminal(thinking, out, out, true, true, true))
                        .run("run", "recua-tiny");

        assertThat(code).isZero();
        assertThat(ticking).isCompletedWithValue(0);
    }

    @Test
    void withoutATerminalNoProgressIsShown() {
        inMemory.run("run", "qwen3:8b", "x");

        assertThat(inMemory.ticks).isEmpty();
        assertThat(inMemory.err.size()).isZero();
    }

    /// The default address may be taken on a developer's machine, so the run file names a free one.
    private void atAnAddressWhereNobodyAnswers() throws IOException {
        inMemory.env.remove("RECUA_URL");
        for (Path folder : List.of(run, run.resolve("run"))) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("gateway.json"), "{\"url\":\"http://127.0.0.1:1\"}");
        }
    }

    private EmbeddedGateway embedded(AtomicInteger closed) {
        return new EmbeddedGateway() {
            @Override
            public URI url() {
                return gateway.url();
            }

            @Override
            public Optional<String> apiKey() {
                return Optional.of("inner");
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
