package dev.recua.client.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request that waits for the head of its answer, on a virtual thread of its own.
///
/// Why not the two ways that the JDK's client has: `sendAsync` tells of its answer through the
/// common pool, and so waits for whatever a program blocks that pool with; `send` with the
/// request's own `timeout` cuts an answer that comes bit by bit from Java 26 on, because there the
/// limit is for its body, too.
final class Sending {
    private final CompletableFuture<HttpResponse<AnswerBody>> coming = new CompletableFuture<>();
    private final Thread sender;

    Sending(HttpClient client, HttpRequest request, BodyHandler<AnswerBody> handler) {
        this.sender =
                Thread.ofVirtual()
                        .name("recua-http")
                        .unstarted(
                                () -> {
                                    try {
                                        coming.complete(client.send(request, handler));
                                    } catch (Throwable e) {
                                        coming.completeExceptionally(e);
                                    }
                                });
    }

    void start() {
        sender.start();
    }

    /// @throws HttpTimeoutException when it takes longer than the deadline
    /// @throws IOException          when there is none, or [#abandon] was called
    HttpResponse<AnswerBody> awaited(Deadline deadline) throws IOException, InterruptedException {
        try {
            @Nullable Duration limit = deadline.left();
            return limit == null ? coming.get() : coming.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException(deadline.words());
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
    }

    /// Ends the request, also when its answer is here just now.
    void abandon() {
        sender.interrupt();
        var unused =
                coming.whenComplete(
                        (answer, failed) -> {
                            if (answer != null) answer.body().close();
                        });
    }
}
