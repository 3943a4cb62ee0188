package dev.recua.gateway.events;

import dev.recua.gateway.http.Visitor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// One client that is sent server-sent events until it leaves: as fast as it reads, and a comment
/// now and then, so that both sides notice when the other is gone. A client that does not read
/// holds
/// at most what its connection takes; what it misses is the business of its [Frames].
///
/// Lives on the event loop; [#wake] is safe from any thread.
final class EventStream {
    private static final String COMMENT = ":\n\n";

    private final Context loop;
    private final HttpServerResponse response;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Optional<Frames> frames = Optional.empty();
    private boolean over;

    private EventStream(HttpServerResponse response) {
        this.loop = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
        this.response = response;
    }

    /// Answers a request with a stream.
    ///
    /// @param frames gets what wakes this stream, and gives what it is to send; closed when the
    ///     client has left
    /// @param beat   between two comments
    static void open(
            HttpServerRequest request,
            Visitor visitor,
            Function<Runnable, Frames> frames,
            Duration beat) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) return;
        visitor.greet(response.setStatusCode(200));
        response.putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        if (request.method().equals(HttpMethod.HEAD)) {
            var _ = response.end();
            return;
        }
        new EventStream(response).begin(request, frames, beat);
    }

    /// There is something to send. Returns at once.
    private void wake() {
        if (woken.getAndSet(true)) return;
        loop.runOnContext(
                _ -> {
                    woken.set(false);
                    send();
                });
    }

    private void begin(
            HttpServerRequest request, Function<Runnable, Frames> source, Duration beat) {
        // a client that hangs up is no error; without handlers Vert.x would log it as one
        request.connection().exceptionHandler(_ -> {});
        response.exceptionHandler(_ -> {});
        frames = Optional.of(source.apply(this::wake));
        long beats = loop.owner().setPeriodic(beat.toMillis(), _ -> comment());
        response.closeHandler(_ -> end(beats));
        response.setChunked(true);
        var _ = response.writeHead();
        send();
    }

    private void comment() {
        if (over || response.writeQueueFull()) return;
        var _ = response.write(COMMENT);
    }

    private void send() {
        while (!over && !response.writeQueueFull()) {
            Optional<String> frame = frames.flatMap(Frames::next);
            if (frame.isEmpty()) return;
            var _ = response.write(frame.get());
        }
        if (!over) response.drainHandler(_ -> send());
    }

    private void end(long beats) {
        over = true;
        loop.owner().cancelTimer(beats);
        frames.ifPresent(Frames::close);
        frames = Optional.empty();
    }
}
