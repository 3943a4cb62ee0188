package dev.recua.supervisor.engine.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// GET requests that end: bounded in connecting, in silence, and in size. Every call blocks its
/// thread, and an
/// interrupt ends the request. Safe for use by several threads.
final class HttpFetch {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int MAX_ERROR_BODY = 2048;

    private final HttpClient client;
    private final Duration silence;

    /// Follows redirects (never from https to http), gives up after 5 s of connecting or 30 s
    /// without a byte.
    HttpFetch() {
        this(HttpClient.Redirect.NORMAL, SILENCE);
    }

    HttpFetch(HttpClient.Redirect redirect, Duration silence) {
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .followRedirects(redirect)
                        .build();
        this.silence = silence;
    }

    /// An answer.
    ///
    /// @param bytes of the body that were passed on
    /// @param error the beginning of the body of an answer other than 200, for a message
    record Answer(int status, long bytes, String error) {
        boolean isOk() {
            return status == 200;
        }
    }

    /// The site cannot be reached at all: trying again at once is of no use.
    static final class Unreachable extends IOException {
        private static final long serialVersionUID = 1;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// More came than was allowed.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String message) {
            super(message);
        }
    }

    /// Fetches a short text.
    ///
    /// @return the answer's status, with the text of a 200
    Text text(URI uri, Map<String, String> headers, long maxBytes)
            throws IOException, InterruptedException {
        var body = new ByteArrayOutputStream();
        Answer answer = get(uri, headers, body, maxBytes, bytes -> {});
        return new Text(answer, body.toString(StandardCharsets.UTF_8));
    }

    /// A short answer.
    record Text(Answer answer, String body) {}

    /// Fetches `uri` into `sink`, which stays open and gets the body of a 200 only.
    ///
    /// @param progress told the bytes so far, from another thread
    /// @throws TooLarge when more than `maxBytes` come
    /// @throws Unreachable when there is no connection
    /// @throws IOException when the answer breaks off or falls silent, or `sink` fails
    Answer get(
            URI uri,
            Map<String, String> headers,
            OutputStream sink,
            long maxBytes,
            LongConsumer progress)
            throws IOException, InterruptedException {
        var builder = HttpRequest.newBuilder(uri).header("User-Agent", "recua");
        headers.forEach(builder::header);
        var watch = new Watch();
        CompletableFuture<HttpResponse<Answer>> answer =
                client.sendAsync(
                        builder.build(),
                        info -> new Receiver(info.statusCode(), sink, maxBytes, progress, watch));
        try {
            return await(answer, uri, watch);
        } catch (ExecutionException e) {
            throw translated(uri, e.getCause());
        } finally {
            watch.end();
            answer.cancel(true);
        }
    }

    private Answer await(CompletableFuture<HttpResponse<Answer>> answer, URI uri, Watch watch)
            throws IOException, InterruptedException, ExecutionException {
        while (true) {
            try {
                return answer.get(100, TimeUnit.MILLISECONDS).body();
            } catch (TimeoutException e) {
                if (watch.silentFor().compareTo(silence) > 0) {
                    throw new IOException(uri.getHost() + " sent nothing for " + words(silence), e);
                }
            }
        }
    }

    private static String words(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static IOException translated(URI uri, @Nullable Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
            String detail =
                    cause.getMessage() == null ? "no such host or no route" : cause.getMessage();
            return new Unreachable("cannot reach " + uri.getHost() + ": " + detail, cause);
        }
        if (cause instanceof TooLarge tooLarge) return tooLarge;
        String detail = cause == null ? "no cause given" : String.valueOf(cause.getMessage());
        return new IOException("download from " + uri.getHost() + " broke off: " + detail, cause);
    }

    /// When something was last heard, and whether anybody still listens.
    private static final class Watch {
        private volatile long lastHeard = System.nanoTime();
        private volatile boolean ended;

        void heard() {
            lastHeard = System.nanoTime();
        }

        Duration silentFor() {
            return Duration.ofNanos(System.nanoTime() - lastHeard);
        }

        void end() {
            ended = true;
        }
    }

    /// Writes what arrives; runs on the client's threads, one call at a time.
    private static final class Receiver implements HttpResponse.BodySubscriber<Answer> {
        private final int status;
        private final OutputStream sink;
        private final long max;
        private final LongConsumer progress;
        private final Watch watch;
        private final ByteArrayOutputStream error = new ByteArrayOutputStream();
        private final CompletableFuture<Answer> done = new CompletableFuture<>();
        private long bytes;
        private Flow.@Nullable Subscription subscription;

        Receiver(int status, OutputStream sink, long max, LongConsumer progress, Watch watch) {
            this.status = status;
            this.sink = sink;
            this.max = max;
            this.progress = progress;
            this.watch = watch;
        }

        @Override
        public CompletionStage<Answer> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            watch.heard();
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            try {
                if (watch.ended) throw new IOException("nobody waits for it any more");
                for (ByteBuffer buffer : buffers) take(buffer);
                watch.heard();
                progress.accept(bytes);
                if (subscription != null) subscription.request(1);
            } catch (IOException e) {
                if (subscription != null) subscription.cancel();
                done.completeExceptionally(e);
            }
        }

        private void take(ByteBuffer buffer) throws IOException {
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            if (status != 200) {
                error.write(chunk, 0, Math.min(chunk.length, MAX_ERROR_BODY - error.size()));
                return;
            }
            bytes += chunk.length;
            if (bytes > max) throw new TooLarge("more than the expected " + max + " bytes came");
            sink.write(chunk);
        }

        @Override
        public void onError(Throwable cause) {
            done.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            done.complete(new Answer(status, bytes, error.toString(StandardCharsets.UTF_8)));
        }
    }
}
