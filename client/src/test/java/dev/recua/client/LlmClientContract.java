package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds for every [LlmClient], whoever answers: a fake of each provider, a real llama-server,
/// Recua in front of one. Each extends it and says how it is reached.
@Timeout(60)
public abstract class LlmClientContract {
    private final List<LlmClient> opened = new ArrayList<>();

    /// A new client of the server, as its users make it, that was not asked for anything yet.
    protected abstract LlmClient open() throws Exception;

    /// The model that the server lists first.
    protected abstract String model();

    /// What is asked; the answer is the same each time.
    protected ChatRequest question() {
        return ChatRequest.of("What day comes after Monday?", it -> it.temperature(0).seed(42));
    }

    /// What it answers.
    protected String answer() {
        return "Tuesday.";
    }

    /// A question whose answer goes on for long after its first chunk.
    protected abstract ChatRequest longQuestion();

    /// Whether the server gives no answer now.
    protected abstract boolean isIdle() throws Exception;

    /// How long to leave the server alone between two looks at [#isIdle].
    protected Duration lookEvery() {
        return Duration.ofMillis(50);
    }

    /// Whether the server was started for embeddings.
    protected abstract boolean embeds();

    private LlmClient client() throws Exception {
        LlmClient client = open();
        opened.add(client);
        return client;
    }

    @AfterEach
    void closeClients() {
        opened.forEach(LlmClient::close);
    }

    @Test
    void initializingFindsModelAndContext() throws Exception {
        LlmClient client = client();
        assertThat(client.currentModel()).isEmpty();

        client.initialize().get(30, TimeUnit.SECONDS);

        assertThat(client.currentModel()).isEqualTo(model());
        assertThat(client.availableModels()).contains(model());
        assertThat(client.contextSize()).isPositive();
        assertThat(client.capabilities()).isEqualTo(Capabilities.of(client.provider()));
    }

    @Test
    void aQuestionWithoutAModelIsForTheCurrentOne() throws Exception {
        ChatResponse answer = client().chat(question());

        assertThat(answer.text()).isEqualTo(answer());
        assertThat(answer.model()).isEqualTo(model());
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo("stop");
        assertThat(answer.usage()).isNotNull();
        assertThat(answer.usage().promptTokens()).isPositive();
        assertThat(answer.recoveries()).isEmpty();
    }

    @Test
    void aStreamIsTheSameAnswerPieceByPiece() throws Exception {
        LlmClient client = client();
        var text = new StringBuilder();
        try (ChatStream stream = client.chatStream(question())) {
            stream.forEachRemaining(chunk -> text.append(chunk.text()));
            assertThat(stream.isWhole()).isTrue();
            assertThat(stream.recoveries()).isEmpty();
            assertThat(stream.malformedEvents()).isZero();
        }
        assertThat(text).hasToString(answer());

        try (ChatStream stream = client.chatStream(question())) {
            ChatResponse whole = stream.readAll();
            assertThat(whole.text()).isEqualTo(answer());
            assertThat(whole.usage()).isNotNull();
        }
    }

    @Test
    void aFutureAnswersToo() throws Exception {
        assertThat(client().chatAsync(question()).get(30, TimeUnit.SECONDS).text())
                .isEqualTo(answer());
    }

    @Test
    void aPublisherGivesTheSameChunksAndThenItsEnd() throws Exception {
        var all = new Collecting(Long.MAX_VALUE);

        client().chatPublisher(question()).subscribe(all);

        all.over.get(30, TimeUnit.SECONDS);
        assertThat(all.text()).isEqualTo(answer());
    }

    @Test
    void aPublisherGivesNoMoreThanIsDemandedAndEndsWhenCancelled() throws Exception {
        LlmClient client = client();
        var one = new Collecting(1);

        client.chatPublisher(longQuestion()).subscribe(one);

        await().until(() -> one.chunks.size() == 1);
        await().during(Duration.ofMillis(100)).until(() -> one.chunks.size() == 1);
        one.subscription.join().cancel();
        awaitIdle();
        assertThat(one.over).isNotDone();
    }

    @Test
    void eachSubscriptionIsARequestOfItsOwn() throws Exception {
        Flow.Publisher<ChatChunk> publisher = client().chatPublisher(question());
        for (int i = 0; i < 2; i++) {
            var all = new Collecting(Long.MAX_VALUE);
            publisher.subscribe(all);
            all.over.get(30, TimeUnit.SECONDS);
            assertThat(all.text()).isEqualTo(answer());
        }
    }

    @Test
    void closingAStreamEndsTheRequest() throws Exception {
        LlmClient client = client();
        try (ChatStream stream = client.chatStream(longQuestion())) {
            assertThat(stream.hasNext()).isTrue();
        }
        awaitIdle();

        assertThat(client.chat(question()).text()).isEqualTo(answer());
    }

    @Test
    void cancellingAFutureEndsTheRequest() throws Exception {
        LlmClient client = client();
        CompletableFuture<ChatResponse> asked = client.chatAsync(longQuestion());
        await().until(() -> !isIdle() || asked.isDone());

        asked.cancel(true);

        awaitIdle();
    }

    @Test
    void anInterruptEndsTheRequest() throws Exception {
        LlmClient client = client();
        var thrown = new CompletableFuture<Throwable>();
        Thread asking =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        thrown.complete(
                                                catchThrowable(() -> client.chat(longQuestion()))));
        await().until(() -> !isIdle() || thrown.isDone());

        asking.interrupt();

        thrown.get(30, TimeUnit.SECONDS);
        awaitIdle();
    }

    @Test
    void closingTheClientEndsItsRequestsAndItTakesNoMore() throws Exception {
        LlmClient client = client();
        ChatStream stream = client.chatStream(longQuestion());
        assertThat(stream.hasNext()).isTrue();

        client.close();
        client.close();

        awaitIdle();
        Throwable thrown =
                catchThrowable(
                        () -> stream.forEachRemaining(chunk -> assertThat(chunk).isNotNull()));
        assertThat(thrown)
                .satisfiesAnyOf(
                        it -> assertThat(it).isNull(), // it was whole before
                        it -> assertThat(it).isInstanceOf(CancellationException.class));
        assertThatThrownBy(() -> client.chat(question())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void choosingAModelFindsItsContext() throws Exception {
        LlmClient client = client();

        client.setModel(model());

        assertThat(client.currentModel()).isEqualTo(model());
        assertThat(client.contextSize()).isPositive();
        assertThatThrownBy(() -> client.setModel(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void forgettingTheContextHarmsNothing() throws Exception {
        LlmClient client = client();
        assertThat(client.chat(question()).text()).isEqualTo(answer());

        client.clearContext();

        assertThat(client.chat(question()).text()).isEqualTo(answer());
    }

    @Test
    void embeddingsAreOneVectorForEachTextWhereTheyAreOffered() throws Exception {
        LlmClient client = client();
        EmbeddingRequest texts = EmbeddingRequest.of("a horse", "a mule");
        if (client.capabilities().of(Capabilities.Feature.EMBEDDINGS)
                == Capabilities.Support.NONE) {
            assertThatThrownBy(() -> client.embed(texts))
                    .isInstanceOf(UnsupportedOperationException.class);
        } else if (embeds()) {
            assertThat(client.embed(texts).data()).hasSize(2);
            assertThat(client.embed(texts).first()).isNotEmpty();
        } else {
            assertThatThrownBy(() -> client.embed(texts)).isInstanceOf(LlmException.class);
        }
    }

    @Test
    void manyAtOnceAllGetTheirAnswer() throws Exception {
        LlmClient client = client();
        client.initialize().get(30, TimeUnit.SECONDS);
        List<CompletableFuture<ChatResponse>> asked = new ArrayList<>();
        for (int i = 0; i < 12; i++) asked.add(client.chatAsync(question()));

        for (var each : asked)
            assertThat(each.get(30, TimeUnit.SECONDS).text()).isEqualTo(answer());
    }

    private void awaitIdle() {
        await().pollInterval(lookEvery()).atMost(20, TimeUnit.SECONDS).until(this::isIdle);
    }

    /// A subscriber that keeps what it gets.
    private static final class Collecting implements Flow.Subscriber<ChatChunk> {
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final List<ChatChunk> chunks = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> over = new CompletableFuture<>();
        private final long demand;

        Collecting(long demand) {
            this.demand = demand;
        }

        String text() {
            var text = new StringBuilder();
            chunks.forEach(chunk -> text.append(chunk.text()));
            return text.toString();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            given.request(demand);
        }

        @Override
        public void onNext(ChatChunk chunk) {
            chunks.add(chunk);
        }

        @Override
        public void onError(Throwable thrown) {
            over.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            over.complete(null);
        }
    }
}
