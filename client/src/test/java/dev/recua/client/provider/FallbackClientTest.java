package dev.recua.client.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recua.client.ChatStream;
import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.fake.FakeHttp;
import dev.recua.client.fake.FakeProvider;
import dev.recua.client.recovery.Recovered.Action;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.testkit.FakeClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FallbackClientTest {
    private static final ChatRequest QUESTION = ChatRequest.of("hello");
    private static final FakeHttp.Handler BROKEN =
            (request, wire) -> wire.json(500, "{\"error\":{\"message\":\"out of luck\"}}");

    private final FakeClock clock = FakeClock.atNewYear();
    private final FakeProvider llama = FakeProvider.open("llama");
    private final FakeProvider ollama = FakeProvider.open("ollama");
    private FallbackClient client;

    @BeforeEach
    void start() {
        Map<ProviderType, ProviderConfig> providers = new EnumMap<>(ProviderType.class);
        providers.put(
                ProviderType.LLAMA_CPP,
                ProviderConfig.of(ProviderType.LLAMA_CPP, llama.address()).withMaxRetries(0));
        providers.put(
                ProviderType.OLLAMA,
                ProviderConfig.of(ProviderType.OLLAMA, ollama.address()).withMaxRetries(0));
        client =
                new ProviderFactory(
                                new ClientConfig(Optional.empty(), false, providers),
                                ProviderConfig.of(ProviderType.RECUA, llama.address()),
                                ClientMaker.usual(),
                                LastProvider.FORGOTTEN,
                                clock)
                        .fallback(Optional.of(ProviderType.LLAMA_CPP));
    }

    @AfterEach
    void stop() {
        client.close();
        llama.close();
        ollama.close();
    }

    @Test
    void theFirstProviderAnswersAndTheSecondHearsNothing() throws InterruptedException {
        ChatResponse answer = client.chat(QUESTION);

        assertThat(answer.text()).isEqualTo(llama.answer());
        assertThat(answer.recoveries()).isEmpty();
        assertThat(ollama.http().connections()).isZero();
    }

    @Test
    void oneFailedRequestGoesToTheSecondAndTheNextBeginsWithTheFirstAgain()
            throws InterruptedException {
        llama.meets(BROKEN);

        ChatResponse first = client.chat(QUESTION);
        ChatResponse second = client.chat(QUESTION);

        assertThat(first.text()).isEqualTo(ollama.answer());
        assertThat(first.recoveries())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.action()).isEqualTo(Action.USED_OTHER_PROVIDER);
                            assertThat(it.detail())
                                    .startsWith("asked Ollama instead (llama.cpp: ")
                                    .contains("out of luck");
                        });
        assertThat(second.text()).isEqualTo(llama.answer());
    }

    @Test
    void aModelThatTheSecondDoesNotHaveIsReplacedByItsOwn() throws InterruptedException {
        llama.meets(2, BROKEN);
        ollama.has("ollama-model", "shared");

        client.chat(ChatRequest.of("llama-model", "hello", it -> {}));
        client.chat(ChatRequest.of("shared", "hello", it -> {}));

        assertThat(ollama.chats())
                .extracting(it -> it.path("model").asString())
                .containsExactly("ollama-model", "shared");
    }

    @Test
    void aStreamThatFailsBeforeItsFirstTokenBeginsAnewElsewhere() throws InterruptedException {
        llama.meets(
                (request, wire) -> {
                    wire.begin(200, "text/event-stream");
                    wire.chunk("data: " + FakeProvider.role() + "\n\n");
                    wire.reset();
                });

        try (ChatStream stream = client.chatStream(QUESTION)) {
            ChatChunk first = stream.next();
            String text = first.text() + text(stream);

            assertThat(text).isEqualTo(ollama.answer());
            assertThat(first.recoveries())
                    .extracting(it -> (Object) it.action())
                    .containsExactly(Action.USED_OTHER_PROVIDER);
            assertThat(stream.recoveries()).hasSize(1);
        }
        assertThat(client.provider()).isEqualTo(ProviderType.OLLAMA);
    }

    @Test
    void aStreamThatFailsAfterItsFirstTokenFails() throws InterruptedException {
        llama.meets(
                (request, wire) -> {
                    wire.begin(200, "text/event-stream");
                    wire.chunk("data: " + FakeProvider.piece("half") + "\n\n");
                    wire.hangUp();
                });

        try (ChatStream stream = client.chatStream(QUESTION)) {
            assertThat(stream.next().text()).isEqualTo("half");
            assertThatThrownBy(stream::hasNext).isInstanceOf(LlmException.StreamBroken.class);
        }
        assertThat(ollama.http().connections()).isZero();
    }

    @Test
    void whatIsWrongWithTheRequestGoesNowhereElse() {
        llama.meets(
                (request, wire) ->
                        wire.json(
                                400,
                                "{\"error\":{\"message\":\"no such role\",\"type\":\"invalid_request_error\"}}"));

        assertThatThrownBy(() -> client.chat(QUESTION))
                .isInstanceOf(LlmException.InvalidRequest.class);
        assertThat(ollama.http().connections()).isZero();
    }

    @Test
    void whenNobodyAnswersTheFirstFailureTellsOfAll() {
        llama.meets(BROKEN);
        ollama.meets((request, wire) -> wire.json(503, "{\"error\":{\"message\":\"busy\"}}"));

        LlmException failure =
                catchThrowableOfType(LlmException.class, () -> client.chat(QUESTION));

        assertThat(failure).isInstanceOf(LlmException.ServerFailed.class);
        NoProvider all =
                java.util.Arrays.stream(failure.getSuppressed())
                        .filter(NoProvider.class::isInstance)
                        .map(NoProvider.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(all.errors())
                .extracting(ProviderError::provider)
                .containsExactly(ProviderType.LLAMA_CPP, ProviderType.OLLAMA);
    }

    @Test
    void aProviderThatFailsFiveTimesIsLeftAloneAndThenTriedAgain() throws InterruptedException {
        llama.meets(5, BROKEN);
        for (int i = 0; i < 8; i++) client.chat(QUESTION);
        assertThat(llama.chats()).hasSize(5);

        clock.advance(Duration.ofSeconds(30));
        ChatResponse later = client.chat(QUESTION);

        assertThat(later.text()).isEqualTo(llama.answer());
        assertThat(client.provider()).isEqualTo(ProviderType.LLAMA_CPP);
    }

    /// An exception that every request throws anew would remember all of them.
    @Test
    void whileEverybodyIsLeftAloneEachRequestFailsWithItsOwnException() {
        llama.meets(5, BROKEN);
        ollama.meets(5, BROKEN);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> client.chat(QUESTION)).isInstanceOf(LlmException.class);
        }

        LlmException one = catchThrowableOfType(LlmException.class, () -> client.chat(QUESTION));
        LlmException other = catchThrowableOfType(LlmException.class, () -> client.chat(QUESTION));

        assertThat(llama.chats()).hasSize(5);
        assertThat(one).isInstanceOf(LlmException.ServerFailed.class).isNotSameAs(other);
        assertThat(one).hasMessage(other.getMessage());
        assertThat(one.getSuppressed()).singleElement().isInstanceOf(NoProvider.class);
        assertThat(other.getSuppressed()).singleElement().isInstanceOf(NoProvider.class);
    }

    @Test
    void lookingAroundFindsTheFirstThatIsThere() throws Exception {
        llama.http().on("/health", BROKEN);

        client.initialize().get(20, TimeUnit.SECONDS);

        assertThat(client.provider()).isEqualTo(ProviderType.OLLAMA);
        assertThat(client.currentModel()).isEqualTo("ollama-model");
    }

    private static String text(ChatStream stream) {
        var text = new StringBuilder();
        stream.forEachRemaining(it -> text.append(it.text()));
        return text.toString();
    }
}
