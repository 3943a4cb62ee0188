package dev.recua.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.TokenizeRequest;
import dev.recua.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerCallsTest {
    private static final ChatRequest QUESTION =
            ChatRequest.of("tiny", "hello", it -> it.temperature(0));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final List<Integer> connections = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Optional<String>> keys = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private ServerCalls calls;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.start();
        calls = ServerCalls.of(address(), Optional.of("sesame"), now::get);
    }

    @AfterEach
    void stop() {
        calls.close();
        server.stop(0);
        workers.close();
    }

    @Test
    void everyRequestCarriesTheKey() throws Exception {
        answer("/tokenize", 200, "application/json", "{\"tokens\":[1,2]}");

        assertThat(calls.tokenize(TokenizeRequest.of("a b"))).containsExactly(1, 2);
        try (RawAnswer raw = calls.get("/tokenize")) {
            raw.body().readAllBytes();
        }

        assertThat(keys)
                .containsExactly(Optional.of("Bearer sesame"), Optional.of("Bearer sesame"));
    }

    @Test
    void withoutAKeyNoneIsSent() throws Exception {
        answer("/detokenize", 200, "application/json", "{\"content\":\"a b\"}");
        try (ServerCalls open = ServerCalls.of(address(), Optional.empty())) {
            assertThat(open.detokenize(List.of(1, 2))).isEqualTo("a b");
        }

        assertThat(keys).containsExactly(Optional.empty());
        assertThat(bodies).containsExactly("{\"tokens\":[1,2]}");
    }

    @Test
    void recordedAnswersOfAnEngineAreRead() throws Exception {
        answer("/v1/embeddings", 200, "application/json", recorded("embeddings.txt"));
        answer("/v1/chat/completions", 200, "application/json", recorded("chat.txt"));
        answer("/detokenize", 200, "application/json", recorded("detokenize.txt"));

        var vectors = calls.embeddings(EmbeddingRequest.of("hello", "world"));
        assertThat(vectors.data()).hasSize(2);
        assertThat(vectors.data().get(1).index()).isEqualTo(1);
        assertThat(vectors.first()).hasSize(64).first().isEqualTo(0.33670106530189514);
        assertThat(vectors.usage()).isNotNull();
        assertThat(bodies).containsExactly("{\"input\":[\"hello\",\"world\"]}");

        assertThat(calls.chatCompletions(QUESTION).choices()).hasSize(1);
        assertThat(calls.detokenize(List.of(1, 264, 265))).isEqualTo("<s> f s");
    }

    @Test
    void whatTheEngineRefusesKeepsItsStatusAndItsWords() {
        answer("/v1/embeddings", 501, "application/json", recorded("embeddings-not-enabled.txt"));

        var refused =
                catchThrowableOfType(
                        LlmException.class, () -> calls.embeddings(EmbeddingRequest.of("hello")));

        assertThat(refused.status()).hasValue(501);
        assertThat(refused.error().orElseThrow().type()).isEqualTo("not_supported_error");
        assertThat(refused).hasMessageContaining("Start it with `--embeddings`");
    }

    @Test
    void anAnswerThatIsNoneIsBroken() {
        answer("/tokenize", 200, "text/html", "<h1>It works!</h1>");
        answer("/v1/chat/completions", 200, "application/json", "{}");

        assertThatThrownBy(() -> calls.tokenize(TokenizeRequest.of("a")))
                .isInstanceOf(LlmException.ServerFailed.class)
                .hasMessageContaining("/tokenize");
        assertThatThrownBy(() -> calls.streamChatCompletions(QUESTION))
                .isInstanceOf(LlmException.ServerFailed.class)
                .hasMessageContaining("no stream of events");
    }

    @Test
    void aRawAnswerPassesUntouchedWhateverItsStatus() throws Exception {
        byte[] strange = {0, (byte) 0xff, 13, 10, 'x'};
        server.createContext(
                "/anything",
                exchange -> {
                    note(exchange);
                    exchange.getResponseHeaders().add("X-Odd", "yes");
                    exchange.sendResponseHeaders(418, strange.length);
                    exchange.getResponseBody().write(strange);
                    exchange.close();
                });

        try (RawAnswer answer = calls.post("/anything", "{ \"a\" : 1 }".getBytes(UTF_8))) {
            assertThat(answer.status()).isEqualTo(418);
            assertThat(answer.headers().firstValue("x-odd")).hasValue("yes");
            assertThat(answer.body().readAllBytes()).isEqualTo(strange);
        }
        assertThat(bodies).as("byte for byte").containsExactly("{ \"a\" : 1 }");
    }

    @Test
    void aRawAnswerStreams() throws Exception {
        var more = new CountDownLatch(1);
        server.createContext(
                "/stream",
                exchange -> {
                    note(exchange);
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write("data: 1\n\n".getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                    awaited(more);
                    exchange.getResponseBody().write("data: 2\n\n".getBytes(UTF_8));
                    exchange.close();
                });

        try (RawAnswer answer = calls.post("/stream", new byte[0])) {
            assertThat(answer.body().readNBytes(9)).asString().isEqualTo("data: 1\n\n");
            more.countDown();
            assertThat(answer.body().readAllBytes()).asString().isEqualTo("data: 2\n\n");
        }
    }

    @Test
    void aStreamOfChunksIsReadToItsEnd() throws Exception {
        answer(
                "/v1/chat/completions",
                200,
                "text/event-stream",
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Tues\"}}]}\n\n:\n\n"
                        + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"day\"}}]}\n\n"
                        + "data: [DONE]\n\n");

        var text = new StringBuilder();
        try (ChatStream stream = calls.streamChatCompletions(QUESTION)) {
            stream.forEachRemaining((ChatChunk chunk) -> text.append(chunk.text()));
        }
        assertThat(text).hasToString("Tuesday");
    }

    @Test
    void aConnectionServesManyRequestsButNoneAfterFourSecondsOfSilence() throws Exception {
        answer("/detokenize", 200, "application/json", "{\"content\":\"\"}");

        calls.detokenize(List.of(1));
        now.set(Instant.EPOCH.plusMillis(3_999));
        calls.detokenize(List.of(2));
        now.set(now.get().plus(Duration.ofSeconds(4)));
        calls.detokenize(List.of(3));

        assertThat(connections.get(1)).isEqualTo(connections.get(0));
        assertThat(connections.get(2)).isNotEqualTo(connections.get(0));
    }

    @Test
    void anAnswerThatIsStillReadIsNotCutByTheNextRequest() throws Exception {
        var more = new CountDownLatch(1);
        server.createContext(
                "/slow",
                exchange -> {
                    note(exchange);
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('a');
                    exchange.getResponseBody().flush();
                    awaited(more);
                    exchange.getResponseBody().write('b');
                    exchange.close();
                });
        answer("/detokenize", 200, "application/json", "{\"content\":\"\"}");

        try (RawAnswer slow = calls.post("/slow", new byte[0]);
                InputStream body = slow.body()) {
            assertThat(body.read()).isEqualTo('a');
            now.set(Instant.EPOCH.plusSeconds(60));
            calls.detokenize(List.of(1));
            more.countDown();
            assertThat(body.read()).isEqualTo('b');
        }
    }

    @Test
    void nobodyThereIsAConnectionFailureAndRawAnIoException() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (ServerCalls nobody =
                ServerCalls.of(URI.create("http://127.0.0.1:" + free), Optional.empty())) {
            assertThatThrownBy(() -> nobody.detokenize(List.of(1)))
                    .isInstanceOf(LlmException.ConnectionFailed.class);
            assertThatThrownBy(() -> nobody.get("/health")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void closedItServesNobody() {
        calls.close();
        calls.close();

        assertThatThrownBy(() -> calls.detokenize(List.of(1)))
                .isInstanceOf(IllegalStateException.class);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(String path, int status, String type, String body) {
        server.createContext(
                path,
                exchange -> {
                    note(exchange);
                    byte[] bytes = body.getBytes(UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", type);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    private void note(HttpExchange exchange) throws IOException {
        connections.add(exchange.getRemoteAddress().getPort());
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        keys.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    /// The body of a recorded exchange: what follows its first blank line.
    private static String recorded(String name) {
        String text = Golden.text("llama-server-0.7.0/" + name);
        return text.split("\r?\n\r?\n", 2)[1];
    }
}
