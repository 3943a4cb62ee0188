package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.cli.InMemory.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which gateway `run` asks, with which key, and what it does when there is none.
class RunGatewayTest {
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
