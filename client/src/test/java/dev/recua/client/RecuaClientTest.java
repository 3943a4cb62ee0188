package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.ModelRow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecuaClientTest {
    private static final ChatRequest QUESTION =
            ChatRequest.of("tiny", "hello", it -> it.temperature(0));

    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final CompletableFuture<String> authorization = new CompletableFuture<>();
    private HttpServer server;
    private RecuaClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = RecuaClient.of(address(), Optional.of("secret"));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void healthIsWhatTheServerSays() throws Exception {
        answer("/health", 200, "application/json", "{\"status\":\"ok\"}");

        assertThat(client.health().saysOk()).isTrue();
        assertThat(authorization.get()).isEqualTo("Bearer secret");
    }

    @Test
    void modelsAreReadInTheServersOrder() throws Exception {
        answer("/v1/models", 200, "application/json", "{\"data\":[{\"id\":\"b\"},{\"id\":\"a\"}]}");

        assertThat(client.models()).extracting(ModelRow::id).containsExactly("b", "a");
    }

    @Test
    void aChatSendsTheRequestAndReadsTheAnswer() throws Exception {
        answer("/v1/chat/completions", 200, "application/json", resource("chat.json"));

        ChatResponse answer = client.chat(QUESTION.asStream());

        assertThat(answer.text()).startsWith(" one two");
        assertThat(body.get())
                .isEqualTo(
                        "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"temperature\":0.0}");
    }

    @Test
    void anErrorAnswerKeepsItsStatusAndItsWords() {
        answer(
                "/v1/chat/completions",
                404,
                "application/json",
                "{\"error\":{\"message\":\"no model tinny\",\"code\":\"model_not_found\",\"details\":{\"nearest\":[\"tiny\"]}}}");

        var e =
                catchThrowableOfType(
                        LlmException.ModelNotFound.class, () -> client.chatStream(QUESTION));

        assertThat(e.status()).hasValue(404);
        assertThat(e).hasMessageContaining("no model tinny");
        assertThat(e.nearest()).containsExactly("tiny");
    }

    @Test
    void anErrorWithoutTheUsualBodyIsQuoted() {
        answer("/v1/models", 502, "text/html", "<h1>Bad gateway</h1>");

        var e = catchThrowableOfType(LlmException.class, () -> client.models());

        assertThat(e.status()).hasValue(502);
        assertThat(e).hasMessageContaining("502").hasMessageContaining("Bad gateway");
    }

    @Test
    void somethingThatIsNoGatewayIsNamed() {
        answer("/v1/models", 200, "text/html", "<h1>It works!</h1>");
        answer("/v1/chat/completions", 200, "text/html", "<h1>It works!</h1>");

        assertThatThrownBy(() -> client.models())
                .isInstanceOf(LlmException.ServerFailed.class)
                .hasMessageContaining("/v1/models");
        assertThatThrownBy(() -> client.chatStream(QUESTION))
                .isInstanceOf(LlmException.ServerFailed.class)
                .hasMessageContaining("text/html");
    }

    @Test
    void whereNobodyListensTheAddressAndTheNextStepAreNamed() throws IOException {
        URI closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        try (var nobody = RecuaClient.of(closed, Optional.of("secret"))) {
            var e = catchThrowableOfType(LlmException.ConnectionFailed.class, nobody::health);

            assertThat(e.target()).isEqualTo(closed.resolve("/health"));
            assertThat(e)
                    .hasMessageContaining(closed.toString())
                    .hasMessageContaining("connection refused")
                    .hasMessageContaining("recua serve")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void anInterruptEndsTheRequest() throws Exception {
        var arrived = new CompletableFuture<Void>();
        var release = new CompletableFuture<Void>();
        server.createContext(
                "/health",
                exchange -> {
                    arrived.complete(null);
                    release.join();
                    exchange.close();
                });
        var thrown = new CompletableFuture<Throwable>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        client.health();
                                        thrown.complete(new AssertionError("answered"));
                                    } catch (Throwable e) {
                                        thrown.complete(e);
                                    }
                                });
        arrived.get(5, TimeUnit.SECONDS);

        caller.interrupt();

        assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        release.complete(null);
    }

    private void answer(String path, int status, String type, String text) {
        server.createContext(path, exchange -> answer(exchange, status, type, text));
    }

    private void answer(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        try (exchange) {
            body.complete(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            authorization.complete(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static String resource(String name) throws IOException {
        try (var in = RecuaClientTest.class.getResourceAsStream("/dev/recua/client/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
