package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
