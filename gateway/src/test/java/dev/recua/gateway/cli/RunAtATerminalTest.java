package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

/// What a person sees of `run`: the chat, and that it waits.
class RunAtATerminalTest {
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

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
