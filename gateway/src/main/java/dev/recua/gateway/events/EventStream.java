package dev.recua.gateway.events;

import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.OrderErrors;
import dev.recua.gateway.http.Visitor;
import dev.recua.supervisor.Subscription;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// One client that is sent server-sent events until it leaves: as fast as it reads, and a comment
/// now and then, so that both sides notice when the other is gone. A client that does not read
/// holds at most what its connection takes; what it misses is the business of its [Frames]. One to
/// which nothing could be handed for a while loses its place. Whatever is sent goes in pieces, so
/// that a slow client is seen to take them.
///
/// Lives on the event loop; [#wake] is safe from any thread.
final class EventStream {
    private static final Buffer COMMENT = Buffer.buffer(":\n\n");

    /// Bytes that a client must take in the time that it has.
    private static final int PIECE = 16 * 1024;

    private final Context loop;
    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final Subscription seat;
    private final Rhythm rhythm;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Optional<Frames> frames = Optional.empty();
    private long sent;
    private long taken;
    private long takenBefore;
    private Duration stuck = Duration.ZERO;
    private boolean over;

    /// When a client hears of us, and we give it up.
    ///
    /// @param beat     between two comments
    /// @param patience how long nothing may be handed to its connection while something waits
    record Rhythm(Duration beat, Duration patience) {}

    private EventStream(HttpServerRequest request, Subscription seat, Rhythm rhythm) {
        this.loop = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
        this.response = request.response();
        this.connection = request.connection();
        this.seat = seat;
        this.rhythm = rhythm;
    }

    /// Answers a request with a stream.
    ///
    /// @param frames gets what wakes this stream, and gives what it is to send; closed when the
    ///     client has left
    /// @param seats  one of which it takes until then; without one it is refused
    static void open(
            HttpServerRequest request,
            Visitor visitor,
            Seats seats,
            Function<Runnable, Frames> frames,
            Rhythm rhythm) {
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
        new EventStream(request, seat.get(), rhythm).begin(request, frames);
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

    private void begin(HttpServerRequest request, Function<Runnable, Frames> source) {
        // a client that hangs up is no error; without handlers Vert.x would log it as one
        connection.exceptionHandler(_ -> {});
        response.exceptionHandler(_ -> {});
        frames = Optional.of(source.apply(this::wake));
        long beats = loop.owner().setPeriodic(rhythm.beat().toMillis(), _ -> beat());
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

    private void beat() {
        if (over) return;
        boolean waits = sent > taken && taken == takenBefore;
        stuck = waits ? stuck.plus(rhythm.beat()) : Duration.ZERO;
        takenBefore = taken;
        if (stuck.compareTo(rhythm.patience()) >= 0) cut();
        else comment();
    }

    private void comment() {
        if (over || response.writeQueueFull()) return;
        write(COMMENT);
    }

    private void write(Buffer piece) {
        sent++;
        response.write(piece).onSuccess(_ -> taken++);
    }

    /// Vert.x waits for ever with a close until all is taken that was sent before; a close from the
    /// handler next to the socket does not pass it.
    private void cut() {
        if (connection instanceof ConnectionBase base) {
            var _ = base.channel().pipeline().firstContext().close();
        } else {
            var _ = connection.close();
        }
    }

    private void send() {
        while (!over && !response.writeQueueFull()) {
            Optional<String> frame = frames.flatMap(Frames::next);
            if (frame.isEmpty()) return;
            Buffer whole = Buffer.buffer(frame.get());
            for (int at = 0; at < whole.length(); at += PIECE)
                write(whole.slice(at, Math.min(at + PIECE, whole.length())));
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
