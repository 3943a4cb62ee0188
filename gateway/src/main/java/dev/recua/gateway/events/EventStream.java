package dev.recua.gateway.events;

import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.OrderErrors;
import dev.recua.gateway.http.Visitor;
import dev.recua.supervisor.Subscription;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
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
    private final Subscription seat;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Optional<Frames> frames = Optional.empty();
    private boolean over;

    private EventStream(HttpServerResponse response, Subscription seat) {
        this.loop = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
        this.response = response;
        this.seat = seat;
    }

    /// Answers a request with a stream.
    ///
    /// @param frames gets what wakes this stream, and gives what it is to send; closed when the
    ///     client has left
    /// @param seats  one of which it takes until then; without one it is refused
    /// @param beat   between two comments
    static void open(
            HttpServerRequest request,
            Visitor visitor,
            Seats seats,
            Function<Runnable, Frames> frames,
            Duration beat) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) return;
        boolean headOnly = request.method().equals(HttpMethod.HEAD);
        Optional<Subscription> seat = headOnly ? Optional.empty() : seats.take();
        if (seat.isEmpty() && !headOnly) {
            visitor.refuse(request, Dialect.OPENAI, OrderErrors.allSeatsTaken(seats.all()));
            return;
        }
        visitor.greet(response.setStatusCode(200));
        response.putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        if (seat.isEmpty()) {
            var _ = response.end();
            return;
        }
        new EventStream(response, seat.get()).begin(request, frames, beat);
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
        if (request.version() == HttpVersion.HTTP_1_0) {
            // it knows no chunks: what comes until the end of the connection is the stream. The
            // head goes out with the first bytes; alone, Vert.x would announce chunks in it.
            response.headersEndHandler(
                    _ -> response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
            comment();
        } else {
            response.setChunked(true);
            var _ = response.writeHead();
        }
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
        seat.close();
    }
}
