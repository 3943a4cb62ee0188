package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.Usage;
import dev.recua.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Streams over a raw socket, because only that can end in every wrong way.
class ChatStreamTest {
    private static final ChatRequest QUESTION = ChatRequest.of("tiny", "hello", it -> {});
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String ONE =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}\n\n";

    private ServerSocket server;
    private RecuaClient client;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        client =
                RecuaClient.of(
                        URI.create("http://127.0.0.1:" + server.getLocalPort()), Optional.empty());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aStreamOfARealEngineIsReadToItsEnd() throws Exception {
        serve(HEAD, chunk(capture()), "0\r\n\r\n");

        try (ChatStream stream = client.chatStream(QUESTION)) {
            var text = new StringBuilder();
            ChatChunk last = null;
            while (stream.hasNext()) {
                last = stream.next();
                text.append(last.text());
            }
            assertThat(text.toString())
                    .isEqualTo(" one two three four five six seven eight nine ten eleven twelve");
            assertThat(last).isNotNull();
            assertThat(last.usage())
                    .isEqualTo(new Usage(16, 13, 29, new Usage.PromptTokensDetails(15)));
            assertThat(stream.isWhole()).isTrue();
            assertThat(stream.hasNext()).isFalse();
            assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void theRequestAsksForAStreamWithUsage() throws Exception {
        CompletableFuture<String> request = serve(HEAD, chunk("data: [DONE]\n\n"), "0\r\n\r\n");

        client.chatStream(QUESTION).close();

        assertThat(request.get(5, TimeUnit.SECONDS))
                .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                .doesNotContainIgnoringCase("upgrade:")
                .contains("\"stream\":true", "\"stream_options\":{\"include_usage\":true}");
    }

    @Test
    void aCleanEndWithoutDoneIsAnError() throws Exception {
        serve(HEAD, chunk(ONE), "0\r\n\r\n");

        assertOneThen(LlmException.StreamBroken.class, "without [DONE]");
    }

    @Test
    void aConnectionThatBreaksWithinTheAnswerIsAnError() throws Exception {
        serve(HEAD, chunk(ONE));

        assertOneThen(LlmException.StreamBroken.class, "connection broke");
    }

    @Test
    void aConnectionThatBreaksWithinAnEventIsAnError() throws Exception {
        serve(HEAD, chunk(ONE + "data: {\"choices\":[{\"index\":0,\"del"));

        assertOneThen(LlmException.StreamBroken.class, "stopped before its end");
    }

    @Test
    void anErrorEventIsAnErrorWithItsWords() throws Exception {
        serve(
                HEAD,
                chunk(
                        ONE
                                + "data: {\"error\":{\"message\":\"tiny crashed\",\"type\":\"server_error\",\"code\":\"engine_crashed\"}}\n\n"));

        assertOneThen(LlmException.class, "tiny crashed");
    }

    @Test
    void anErrorEventOfAnEngineIsAnErrorToo() throws Exception {
        serve(HEAD, chunk("event: error\ndata: {\"error\":\"out of memory\"}\n\n"), "0\r\n\r\n");

        try (ChatStream stream = client.chatStream(QUESTION)) {
            var e = catchThrowableOfType(LlmException.class, stream::hasNext);
            assertThat(e).hasMessageContaining("out of memory");
        }
    }

    @Test
    void anEventThatIsNoChunkIsCountedAndLeftOut() throws Exception {
        serve(
                HEAD,
                chunk(ONE + "data: llama\n\ndata: {\"choices\":7}\n\n" + ONE + "data: [DONE]\n\n"),
                "0\r\n\r\n");

        try (ChatStream stream = client.chatStream(QUESTION)) {
            assertThat(stream.readAll().text()).isEqualTo("oneone");
            assertThat(stream.malformedEvents()).isEqualTo(2);
            assertThat(stream.isWhole()).isTrue();
        }
    }

    @Test
    void anAnswerWithItsReasonAndACleanEndIsWholeWithoutDone() throws Exception {
        serve(
                HEAD,
                chunk(
                        ONE
                                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"),
                "0\r\n\r\n");

        try (ChatStream stream = client.chatStream(QUESTION)) {
            assertThat(stream.readAll().text()).isEqualTo("one");
            assertThat(stream.isWhole()).isTrue();
        }
    }

    /// Some servers name a choice once more beside the usage, without a reason.
    @Test
    void aChoiceThatHasEndedStaysEnded() throws Exception {
        String end =
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        String usage =
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":null}],"
                        + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}\n\n";
        serve(HEAD, chunk(ONE), chunk(end), chunk(usage), "0\r\n\r\n");

        try (ChatStream stream = client.chatStream(QUESTION)) {
            assertThat(stream.readAll().text()).isEqualTo("one");
            assertThat(stream.isWhole()).isTrue();
        }
    }

    @Test
    void aFinalDoneWithoutNewlineIsAnEnd() throws Exception {
        serve(HEAD, chunk(": ping\n\n" + ONE + "data: [DONE]"), "0\r\n\r\n");

        try (ChatStream stream = client.chatStream(QUESTION)) {
            assertThat(stream.next().text()).isEqualTo("one");
            assertThat(stream.hasNext()).isFalse();
        }
    }

    @Test
    void closingEndsTheRequestAtOnceAndWakesTheReader() throws Exception {
        var left = new CompletableFuture<Integer>();
        accept(
                socket -> {
                    readRequest(socket.getInputStream());
                    socket.getOutputStream().write(bytes(HEAD + chunk(ONE)));
                    socket.getOutputStream().flush();
                    left.complete(socket.getInputStream().read());
                });
        ChatStream stream = client.chatStream(QUESTION);
        assertThat(stream.next().text()).isEqualTo("one");
        var thrown = new CompletableFuture<Throwable>();
        Thread reader =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        stream.hasNext();
                                        thrown.complete(
                                                new AssertionError("it said there is more"));
                                    } catch (Throwable e) {
                                        thrown.complete(e);
                                    }
                                });

        stream.close();

        assertThat(left.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
        assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(stream.isWhole()).isFalse();
        assertThat(reader.join(java.time.Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aConnectionThatClosesBeforeAnAnswerIsAnError() throws Exception {
        serve();

        assertThatThrownBy(() -> client.chatStream(QUESTION))
                .isInstanceOf(LlmException.ConnectionFailed.class)
                .hasMessageContaining("ended before an answer");
    }

    private void assertOneThen(Class<? extends Exception> type, String message) throws Exception {
        try (ChatStream stream = client.chatStream(QUESTION)) {
            assertThat(stream.next().text()).isEqualTo("one");
            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(stream::hasNext)
                        .isInstanceOf(type)
                        .hasMessageContaining(message);
            }
            assertThat(stream.isWhole()).isFalse();
        }
    }

    /// Answers one request with these bytes and closes the connection.
    ///
    /// @return the request that came
    private CompletableFuture<String> serve(String... parts) {
        var request = new CompletableFuture<String>();
        accept(
                socket -> {
                    request.complete(readRequest(socket.getInputStream()));
                    for (String part : parts) {
                        socket.getOutputStream().write(bytes(part));
                    }
                    socket.getOutputStream().flush();
                });
        return request;
    }

    private interface Conversation {
        void with(Socket socket) throws IOException;
    }

    private void accept(Conversation conversation) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (Socket socket = server.accept()) {
                                conversation.with(socket);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
    }

    private static String readRequest(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String length = head.toString().toLowerCase().split("content-length: ")[1].split("\r")[0];
        byte[] body = in.readNBytes(Integer.parseInt(length));
        return head + new String(body, StandardCharsets.UTF_8);
    }

    private static String chunk(String text) {
        return Integer.toHexString(bytes(text).length) + "\r\n" + text + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String capture() {
        return Golden.text("llama-server-0.7.0/chat-stream.raw");
    }
}
