package dev.recua.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Connections to one llama-server, none of which is used again after [#IDLE] without any request.
///
/// llama-server closes a connection that was idle for 5 s (0.7.0: `Keep-Alive: timeout=5,
/// max=100`). A request that meets this moment is lost, and the JDK's client, which by default
/// keeps connections for 30 s and allows no other figure for one client alone, repeats no POST.
/// So the client is replaced by a new one when nothing was asked for that long. Any thread.
final class HttpPool implements AutoCloseable {
    /// Under the engine's 5 s by more than a request takes to arrive.
    static final Duration IDLE = Duration.ofSeconds(4);

    private final Supplier<HttpClient> maker;
    private final InstantSource clock;
    private @Nullable HttpClient client;
    private java.time.Instant lastUse;
    private int inFlight;
    private boolean closed;

    /// @param maker makes a client; asked at the first request, not before
    HttpPool(Supplier<HttpClient> maker, InstantSource clock) {
        this.maker = maker;
        this.clock = clock;
        this.lastUse = clock.instant();
    }

    /// Sends, and gives the answer as soon as its headers are there. Its body must be closed.
    ///
    /// @throws IllegalStateException after [#close]
    HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        HttpClient mine = take();
        try {
            return mine.send(
                    request,
                    told ->
                            HttpResponse.BodySubscribers.mapping(
                                    BodyHandlers.ofInputStream().apply(told), this::tracked));
        } catch (IOException | InterruptedException | RuntimeException failed) {
            give();
            throw failed;
        }
    }

    private synchronized HttpClient take() {
        if (closed) throw new IllegalStateException("the connection to the server was closed");
        boolean stale = !clock.instant().isBefore(lastUse.plus(IDLE));
        HttpClient now = client;
        if (now == null || (stale && inFlight == 0)) {
            if (now != null) now.shutdown();
            now = maker.get();
            client = now;
        }
        inFlight++;
        return now;
    }

    private synchronized void give() {
        inFlight--;
        lastUse = clock.instant();
    }

    private InputStream tracked(InputStream body) {
        return new Tracked(body);
    }

    /// Ends every request at once.
    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) client.shutdownNow();
        client = null;
    }

    /// A body that says when nobody reads it any more.
    private final class Tracked extends FilterInputStream {
        private final AtomicBoolean over = new AtomicBoolean();

        Tracked(InputStream body) {
            super(body);
        }

        @Override
        public void close() throws IOException {
            if (over.compareAndSet(false, true)) give();
            super.close();
        }
    }
}
