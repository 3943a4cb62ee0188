package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.fake.FakeHttp;
import dev.recua.client.recovery.Backoff;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.EmbeddingRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is counted of requests that are sent again, and how they are left.
@Timeout(30)
class SentAgainTest {
    private static final ChatRequest QUESTION = ChatRequest.of("tiny", "hello", it -> {});
    private static final String ROLE =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), 0);

    private final FakeHttp server = FakeHttp.open();
    private final LlamaCppClient client =
            LlamaCppClient.of(
                    ProviderConfig.of(ProviderType.LLAMA_CPP, server.address()).withMaxRetries(2),
                    ClientSetup.usual().withRecovery(it -> it.withBackoff(SHORT)));

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void failsFirst(String path, FakeHttp.Handler then) {
        var asked = new AtomicInteger();
        server.on(
                path,
                (request, wire) -> {
                    if (asked.getAndIncrement() == 0) wire.json(500, "{}");
                    else then.answer(request, wire);
                });
    }

    @Test
    void whatIsSentAgainIsCountedAlsoWhenItFailsInTheEnd() {
        server.on("/v1/chat/completions", (request, wire) -> wire.json(500, "{}"));

        assertThatThrownBy(() -> client.chat(QUESTION))
                .isInstanceOf(LlmException.ServerFailed.class);

        assertThat(server.requests()).hasSize(3);
        assertThat(client.metrics().prometheus())
                .contains("retries_total{provider=\"llama-cpp\"} 2");
        assertThat(client.metrics().snapshot().failedRequests()).isEqualTo(1);
    }

    @Test
    void aStreamThatIsSentAgainIsCounted() throws InterruptedException {
        failsFirst(
                "/v1/chat/completions",
                (request, wire) ->
                        wire.events(
                                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}",
                                "[DONE]"));

        try (ChatStream stream = client.chatStream(QUESTION)) {
            assertThat(stream.readAll().text()).isEqualTo("hi");
        }

        assertThat(client.metrics().prometheus())
                .contains("retries_total{provider=\"llama-cpp\"} 1");
    }

    @Test
    void vectorsThatAreAskedForAgainAreCounted() throws InterruptedException {
        failsFirst(
                "/v1/embeddings",
                (request, wire) ->
                        wire.json(200, "{\"data\":[{\"index\":0,\"embedding\":[1.0]}]}"));

        client.embed(new EmbeddingRequest(List.of("hello"), "tiny", null));

        assertThat(client.metrics().prometheus())
                .contains("retries_total{provider=\"llama-cpp\"} 1");
    }

    @Test
    void closingAStreamThatIsAskedForAnewEndsThatRequestAtOnce() throws Exception {
        var askedAnew = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        server.on(
                "/v1/chat/completions",
                (request, wire) -> {
                    if (request.body().contains("\"stream\":true")) {
                        wire.begin(200, "text/event-stream");
                        wire.chunk(ROLE);
                        wire.reset();
                    } else {
                        askedAnew.countDown();
                        wire.awaitLeft();
                        left.countDown();
                    }
                });
        ChatStream stream = client.chatStream(QUESTION);
        CompletableFuture<Boolean> reader =
                CompletableFuture.supplyAsync(
                        () -> {
                            assertThatThrownBy(stream::hasNext)
                                    .isInstanceOf(CancellationException.class);
                            return Thread.currentThread().isInterrupted();
                        });
        assertThat(askedAnew.await(10, TimeUnit.SECONDS)).isTrue();

        stream.close();

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(reader.get(10, TimeUnit.SECONDS)).as("its thread goes on as it was").isFalse();
    }
}
