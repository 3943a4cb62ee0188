package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.recua.client.chat.OpenAiChat;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Sampling;
import dev.recua.client.error.LlmException;
import dev.recua.client.fake.FakeHttp;
import dev.recua.client.fake.FakeProvider;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.http.Transport;
import dev.recua.client.recovery.Backoff;
import dev.recua.client.recovery.Recovered.Action;
import dev.recua.client.recovery.Recovery;
import dev.recua.client.recovery.RecoveryPolicy;
import dev.recua.client.recovery.Sleeper;
import dev.recua.client.tool.InvalidJson;
import dev.recua.client.tool.Tool;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Source 002's scenarios (7.7): what a conversation meets in the field, played to a whole client.
@Timeout(60)
class ScenariosTest {
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(10), 0.2);

    private FakeProvider llama = FakeProvider.open("llama");

    @AfterEach
    void stop() {
        llama.close();
    }

    @Test
    void aServerThatIsRestartedInTheMiddleOfAConversationGoesOnWithIt()
            throws InterruptedException {
        URI address = llama.address();
        try (Transport transport =
                Transport.of(ProviderType.LLAMA_CPP, address, Optional.empty())) {
            var calls =
                    new OpenAiChat(
                            transport, OpenAiChat.Dialect.LLAMA_CPP, Sampling.UNSET, () -> "");
            Sleeper restarts = (time, cancellation) -> llama = reopened(address);
            var recovery =
                    new Recovery(
                            RecoveryPolicy.of(3, Duration.ofSeconds(20)),
                            () -> 0,
                            InstantSource.system(),
                            restarts,
                            new Random(1));
            List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user("one")));
            messages.add(recovery.chat(calls, ChatRequest.of(messages)).message());
            messages.add(ChatMessage.user("two"));

            llama.close();
            ChatResponse answer = recovery.chat(calls, ChatRequest.of(messages));

            assertThat(answer.text()).isEqualTo("I am restarted");
            assertThat(actions(answer)).containsExactly(Action.RETRIED);
            assertThat(llama.chats().getLast().path("messages")).hasSize(3);
        }
    }

    @Test
    void aNetworkThatSwallowsARequestCostsItsTimeoutAndNoMore() throws InterruptedException {
        llama.meets((request, wire) -> wire.awaitLeft());

        try (LlmClient client = client(Duration.ofMillis(300))) {
            ChatResponse answer = client.chat(ChatRequest.of("hello"));

            assertThat(answer.text()).isEqualTo(llama.answer());
            assertThat(answer.recoveries())
                    .extracting(it -> it.detail())
                    .containsExactly("sent again with 0.6 s for the answer");
        }
    }

    @Test
    void aNetworkThatIsGoneInTheMiddleOfAStreamEndsItAndNothingIsSentAgain()
            throws InterruptedException {
        llama.meets(
                (request, wire) -> {
                    wire.begin(200, "text/event-stream");
                    wire.chunk("data: " + FakeProvider.piece("half") + "\n\n");
                    wire.awaitLeft();
                });

        try (LlmClient client = client(Duration.ofMillis(300));
                ChatStream stream = client.chatStream(ChatRequest.of("hello"))) {
            assertThat(stream.next().text()).isEqualTo("half");
            assertThatThrownBy(stream::hasNext)
                    .isInstanceOf(LlmException.StreamBroken.class)
                    .hasMessageContaining("nothing came for 300 ms");
        }
        assertThat(llama.chats()).hasSize(1);
    }

    @Test
    void aHundredClientsShareFiveConnectionsInTheOrderInWhichTheyCame() throws Exception {
        var open = new CountDownLatch(1);
        llama.meets(
                5,
                (request, wire) -> {
                    assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();
                    wire.json(200, whole("late"));
                });
        try (ConnectionPool pool = ConnectionPool.of(ConnectionPool.Limits.DEFAULT);
                LlmClient client =
                        LlamaCppClient.of(
                                config(Duration.ofSeconds(30)),
                                ClientSetup.usual().withPool(pool))) {
            List<CompletableFuture<ChatResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(client.chatAsync(ChatRequest.of("tiny", "number " + i, it -> {})));
                int queued = i + 1;
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> pool.counts().active() + pool.counts().waiting() == queued);
            }
            assertThat(pool.counts().waiting()).isEqualTo(95);

            open.countDown();
            for (CompletableFuture<ChatResponse> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).text()).isNotEmpty();
            }

            assertThat(llama.http().connections()).isEqualTo(5);
            assertThat(pool.counts().most()).isEqualTo(5);
        }
        List<Integer> order = new ArrayList<>();
        llama.chats()
                .forEach(
                        it ->
                                order.add(
                                        Integer.valueOf(
                                                it.at("/messages/0/content")
                                                        .asString()
                                                        .substring("number ".length()))));
        // Five travel at once, and the last metres of their ways may take longer for one.
        for (int place = 0; place < 100; place++) {
            assertThat(order.get(place)).isBetween(place - 5, place + 5);
        }
    }

    @Test
    void anotherModelIsChosenWhileTheClientLivesAndItsContextIsFoundAnew()
            throws InterruptedException {
        llama.has("small", "large");
        llama.http()
                .on(
                        "/props",
                        (request, wire) ->
                                wire.json(
                                        200,
                                        "{\"default_generation_settings\":{\"n_ctx\":%d}}"
                                                .formatted(
                                                        request.query().contains("large")
                                                                ? 32_768
                                                                : 2048)));
        try (LlmClient client = client(Duration.ofSeconds(20))) {
            client.initialize().join();
            assertThat(client.contextSize()).isEqualTo(2048);

            client.setModel("large");
            client.chat(ChatRequest.of("hello"));

            assertThat(client.contextSize()).isEqualTo(32_768);
            assertThat(llama.chats().getLast().path("model").asString()).isEqualTo("large");
        }
    }

    @Test
    void aModelThatCannotBeLoadedIsToldOnceWithTheServersWords() {
        llama.meets(
                4,
                (request, wire) ->
                        wire.whole(
                                502,
                                "application/json",
                                "{\"error\":{\"message\":\"tiny did not load: out of memory\",\"type\":\"server_error\",\"code\":\"model_load_failed\"}}",
                                "x-should-retry: false"));
        try (LlmClient client = client(Duration.ofSeconds(20))) {
            LlmException failure =
                    catchThrowableOfType(
                            LlmException.class, () -> client.chat(ChatRequest.of("hello")));

            assertThat(failure)
                    .isInstanceOf(LlmException.ServerFailed.class)
                    .hasMessageContaining("out of memory");
        }
        assertThat(llama.chats()).hasSize(1);
    }

    @Test
    void aModelThatStillLoadsIsWaitedFor() throws InterruptedException {
        FakeHttp.Handler loading =
                (request, wire) ->
                        wire.json(
                                503,
                                "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}");
        llama.meets(loading).meets(loading);

        try (LlmClient client = client(Duration.ofSeconds(20))) {
            ChatResponse answer = client.chat(ChatRequest.of("tiny", "hello", it -> {}));

            assertThat(answer.text()).isEqualTo(llama.answer());
            assertThat(actions(answer)).containsExactly(Action.WAITED_FOR_MODEL);
        }
    }

    @Test
    void aServerThatComesBackWithLessContextGetsAShorterConversation() throws InterruptedException {
        try (LlmClient client = client(Duration.ofSeconds(20))) {
            client.initialize().join();
            assertThat(client.contextSize()).isEqualTo(100_000);
            llama.holds(40);

            ChatResponse answer = client.chat(conversation(30));

            assertThat(answer.text()).isEqualTo(llama.answer());
            // 40 words less a quarter for the answer hold the system's two, seven turns of four
            // words and the question's one, but no eighth turn.
            assertThat(answer.recoveries())
                    .extracting(it -> it.detail())
                    .containsExactly("left out 48 of 62 messages, 27 of 40 tokens remain");
            assertThat(llama.chats().getLast().path("messages")).hasSize(14);
        }
    }

    @Test
    void anEventThatIsNoneIsLeftOutAndCountedAndTheStreamGoesOn() throws InterruptedException {
        llama.meets(
                (request, wire) ->
                        wire.events(
                                FakeProvider.role(),
                                FakeProvider.piece("one "),
                                "{\"choices\": [ garbage",
                                FakeProvider.piece("two"),
                                FakeProvider.end(),
                                "[DONE]"));

        try (LlmClient client = client(Duration.ofSeconds(20));
                ChatStream stream = client.chatStream(ChatRequest.of("hello"))) {
            assertThat(text(stream)).isEqualTo("one two");
            assertThat(stream.malformedEvents()).isEqualTo(1);
            assertThat(stream.isWhole()).isTrue();
        }
    }

    @Test
    void aStreamThatIsInterruptedBeforeItsFirstTokenIsAskedForWhole() throws InterruptedException {
        llama.meets(
                (request, wire) -> {
                    wire.begin(200, "text/event-stream");
                    wire.chunk("data: " + FakeProvider.role() + "\n\n");
                    wire.hangUp();
                });

        try (LlmClient client = client(Duration.ofSeconds(20));
                ChatStream stream = client.chatStream(ChatRequest.of("hello"))) {
            assertThat(text(stream)).isEqualTo(llama.answer());
            assertThat(stream.recoveries())
                    .extracting(it -> (Object) it.action())
                    .containsExactly(Action.USED_NON_STREAMING);
        }
        assertThat(llama.chats())
                .extracting(it -> it.path("stream").asBoolean(false))
                .containsExactly(true, false);
    }

    @Test
    void aStreamThatIsInterruptedAfterItsFirstTokenSaysSoAndIsNotAskedForAgain()
            throws InterruptedException {
        llama.meets(
                (request, wire) -> {
                    wire.begin(200, "text/event-stream");
                    wire.chunk("data: " + FakeProvider.role() + "\n\n");
                    wire.chunk("data: " + FakeProvider.piece("half") + "\n\n");
                    wire.hangUp();
                });

        try (LlmClient client = client(Duration.ofSeconds(20));
                ChatStream stream = client.chatStream(ChatRequest.of("hello"))) {
            var text = new StringBuilder();
            assertThatThrownBy(() -> stream.forEachRemaining(it -> text.append(it.text())))
                    .isInstanceOf(LlmException.StreamBroken.class);

            assertThat(text).hasToString("half");
            assertThat(stream.isWhole()).isFalse();
        }
        assertThat(llama.chats()).hasSize(1);
    }

    @Test
    void piecesOfAToolCallComeToTheCallerOnceAndWhole() throws InterruptedException {
        llama.meets(
                (request, wire) ->
                        wire.events(
                                FakeProvider.role(),
                                call("\"id\":\"c1\",\"type\":\"function\",", "time", "{\\\"zo"),
                                call("", "", "ne\\\":\\\"UTC\\\"}"),
                                FakeProvider.end().replace("\"stop\"", "\"tool_calls\""),
                                "[DONE]"));

        try (LlmClient client = client(Duration.ofSeconds(20));
                ChatStream stream = client.chatStream(ChatRequest.of("what time is it?"))) {
            List<ToolCall> calls = new ArrayList<>();
            stream.forEachRemaining(it -> calls.addAll(it.toolCalls()));

            assertThat(calls)
                    .singleElement()
                    .satisfies(
                            it ->
                                    assertThat(it.function())
                                            .isEqualTo(
                                                    new ToolCall.Function(
                                                            "time", "{\"zone\":\"UTC\"}")));
        }
    }

    @Test
    void halfAToolCallIsNeverGivenAndTheAnswerIsAskedForWhole() throws InterruptedException {
        llama.meets(
                        (request, wire) -> {
                            wire.begin(200, "text/event-stream");
                            wire.chunk("data: " + FakeProvider.role() + "\n\n");
                            wire.chunk(
                                    "data: "
                                            + call(
                                                    "\"id\":\"c1\",\"type\":\"function\",",
                                                    "time",
                                                    "{\\\"zo")
                                            + "\n\n");
                            wire.hangUp();
                        })
                .meets(
                        (request, wire) ->
                                wire.json(
                                        200,
                                        """
                                        {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c2","type":"function","function":{"name":"time","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"""));

        try (LlmClient client = client(Duration.ofSeconds(20));
                ChatStream stream = client.chatStream(ChatRequest.of("what time is it?"))) {
            List<ChatChunk> chunks = new ArrayList<>();
            stream.forEachRemaining(chunks::add);

            assertThat(chunks.stream().flatMap(it -> it.toolCalls().stream()))
                    .extracting(ToolCall::id)
                    .containsExactly("c2");
        }
    }

    /// What the tool of these tests takes.
    record Time(String zone, int hours) {}

    @Test
    void argumentsThatAreNotTheToolsAreRefusedWithEveryProblem() throws InterruptedException {
        llama.meets(
                (request, wire) ->
                        wire.events(
                                FakeProvider.role(),
                                call(
                                        "\"id\":\"c1\",\"type\":\"function\",",
                                        "time",
                                        "{\\\"zone\\\":5}"),
                                FakeProvider.end().replace("\"stop\"", "\"tool_calls\""),
                                "[DONE]"));
        Tool tool = Tool.of("time", "Tells the time.", Time.class, it -> "noon in " + it.zone());

        try (LlmClient client = client(Duration.ofSeconds(20));
                ChatStream stream = client.chatStream(ChatRequest.of("what time is it?"))) {
            ToolCall call = stream.readAll().toolCalls().getFirst();
            String arguments = String.valueOf(Objects.requireNonNull(call.function()).arguments());

            assertThatThrownBy(() -> tool.call(arguments))
                    .isInstanceOf(InvalidJson.class)
                    .hasMessageContaining("zone")
                    .hasMessageContaining("hours");
        }
    }

    private LlmClient client(Duration timeout) {
        return LlamaCppClient.of(
                config(timeout), ClientSetup.usual().withRecovery(ScenariosTest::quick));
    }

    private ProviderConfig config(Duration timeout) {
        return ProviderConfig.of(ProviderType.LLAMA_CPP, llama.address()).withTimeout(timeout);
    }

    private static RecoveryPolicy quick(RecoveryPolicy usual) {
        return new RecoveryPolicy(
                usual.maxRetries(),
                usual.timeout(),
                QUICK,
                usual.longestRetryAfter(),
                Duration.ofMillis(5),
                usual.modelWait(),
                usual.otherModel(),
                usual.truncate(),
                usual.mergeConsecutive());
    }

    /// The same server at the same address, started anew.
    private static FakeProvider reopened(URI address) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(
                    new java.net.InetSocketAddress(
                            InetAddress.getLoopbackAddress(), address.getPort()));
            return FakeProvider.over(FakeHttp.over(socket), "restarted");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A system message of two words, `turns` turns of four, and a question of one.
    private static ChatRequest conversation(int turns) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(ChatMessage.system("be kind"));
        for (int i = 0; i < turns; i++) {
            messages.add(ChatMessage.user("question " + i));
            messages.add(ChatMessage.assistant("answer " + i));
        }
        messages.add(ChatMessage.user("last"));
        return ChatRequest.of("llama-model", messages);
    }

    private static String call(String head, String name, String arguments) {
        String named = name.isEmpty() ? "" : "\"name\":\"" + name + "\",";
        return """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,%s"function":{%s"arguments":"%s"}}]},"finish_reason":null}]}"""
                .formatted(head, named, arguments);
    }

    private static String whole(String text) {
        return """
        {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}"""
                .formatted(text);
    }

    private static String text(ChatStream stream) {
        var text = new StringBuilder();
        stream.forEachRemaining(it -> text.append(it.text()));
        return text.toString();
    }

    private static List<Enum<?>> actions(ChatResponse answer) {
        List<Enum<?>> actions = new ArrayList<>();
        answer.recoveries().forEach(it -> actions.add(it.action()));
        return actions;
    }
}
