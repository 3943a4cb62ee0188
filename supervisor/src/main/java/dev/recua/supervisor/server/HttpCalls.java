package dev.recua.supervisor.server;

import dev.recua.client.ChatStream;
import dev.recua.client.ServerCalls;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import dev.recua.client.wire.TokenizeRequest;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// [ModelCalls] over HTTP. The client comes to be at the first call: it is not on the way of a
/// start.
final class HttpCalls implements ModelCalls, AutoCloseable {
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(5);

    /// How much of an answer that is not well a message quotes.
    private static final int QUOTED = 300;

    /// llama-server's words while its weights load, on every path and before it looks at the key.
    private static final String LOADING = "Loading model";

    private final Access access;
    private @Nullable ServerCalls calls;
    private boolean closed;

    /// A server that may be asked, or not.
    @FunctionalInterface
    interface Access {
        /// Looks before each call: whose port it was may be another program's by now.
        ///
        /// @throws ServerException when it cannot be asked now
        default void check() throws ServerException {}

        /// Makes the client; asked at the first call.
        ServerCalls open();
    }

    @FunctionalInterface
    private interface Call<T> {
        T send(ServerCalls to) throws IOException, InterruptedException;
    }

    HttpCalls(Access access) {
        this.access = access;
    }

    @Override
    public void checkHealth() throws ServerException, InterruptedException {
        try (RawAnswer answer = opened().health(HEALTH_LIMIT)) {
            if (answer.status() == 200) return;
            String said = new String(answer.body().readNBytes(QUOTED), StandardCharsets.UTF_8);
            if (answer.status() == 503 && said.contains('"' + LOADING + '"'))
                throw new ServerException.ServerNotReady();
            throw new ServerException.HealthCheckError("HTTP " + answer.status() + " " + said);
        } catch (HttpTimeoutException late) {
            throw new ServerException.HealthCheckError(
                    "no answer within " + HEALTH_LIMIT.toSeconds() + " s");
        } catch (IOException broken) {
            throw new ServerException.ClientError(broken);
        }
    }

    @Override
    public RawAnswer post(String path, byte[] body) throws ServerException, InterruptedException {
        return ask(to -> to.post(path, body));
    }

    @Override
    public ChatResponse chatCompletions(ChatRequest request)
            throws ServerException, InterruptedException {
        return ask(to -> to.chatCompletions(request));
    }

    @Override
    public ChatStream streamChatCompletions(ChatRequest request)
            throws ServerException, InterruptedException {
        return ask(to -> to.streamChatCompletions(request));
    }

    @Override
    public EmbeddingResponse embeddings(EmbeddingRequest request)
            throws ServerException, InterruptedException {
        return ask(to -> to.embeddings(request));
    }

    @Override
    public List<Integer> tokenize(String text) throws ServerException, InterruptedException {
        return ask(to -> to.tokenize(TokenizeRequest.of(text)));
    }

    @Override
    public String detokenize(List<Integer> tokens) throws ServerException, InterruptedException {
        return ask(to -> to.detokenize(tokens));
    }

    private <T> T ask(Call<T> call) throws ServerException, InterruptedException {
        try {
            return call.send(opened());
        } catch (LlmException.ModelLoading loading) {
            throw new ServerException.ServerNotReady();
        } catch (LlmException.ConnectionFailed
                | LlmException.TimedOut
                | LlmException.StreamBroken
                | CancellationException lost) {
            throw new ServerException.ClientError(asIo(lost));
        } catch (IOException broken) {
            throw new ServerException.ClientError(broken);
        }
    }

    private synchronized ServerCalls opened() throws ServerException {
        if (closed) throw new IllegalStateException("the server was closed");
        access.check();
        ServerCalls known = calls;
        if (known == null) {
            known = access.open();
            calls = known;
        }
        return known;
    }

    private static IOException asIo(RuntimeException lost) {
        return lost.getCause() instanceof IOException broken
                ? broken
                : new IOException(lost.getMessage(), lost);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (calls != null) calls.close();
    }
}
