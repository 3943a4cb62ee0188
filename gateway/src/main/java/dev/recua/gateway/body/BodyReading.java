package dev.recua.gateway.body;

import dev.recua.gateway.body.BodyOutcome.ClientGone;
import dev.recua.gateway.body.BodyOutcome.Read;
import dev.recua.gateway.body.BodyOutcome.StorageFailed;
import dev.recua.gateway.body.BodyOutcome.TooLarge;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// One body while it arrives: in memory until it no longer fits, then on its way into the spool.
final class BodyReading {
    private static final long LINGER_MILLIS = 5_000;

    private final HttpServerRequest in;
    private final Spool spool;
    private final BodyLimits limits;
    private final Gathering gathering;
    private final Vertx vertx;
    private final Context context;
    private final BodyScanner scanner;
    private final Promise<BodyOutcome> outcome = Promise.promise();
    private @Nullable Spooling spooling;
    private long length;
    private boolean writing;
    private boolean ended;
    private long discarded;

    BodyReading(HttpServerRequest in, Spool spool, BodyLimits limits, BodyMemory memory) {
        this.in = in;
        this.scanner = BodyScanner.of(in);
        this.spool = spool;
        this.limits = limits;
        this.gathering = new Gathering(limits.inMemory(), memory);
        this.context = currentContext();
        this.vertx = context.owner();
    }

    Future<BodyOutcome> start() {
        String announced = in.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean chunked = in.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        if (in.response().closed()) {
            outcome.complete(new ClientGone());
        } else if (!chunked && announced == null) {
            in.resume();
            outcome.complete(new Read(body(gathering.content(), false)));
        } else if (!chunked && announced != null && bytes(announced) > limits.maxBody()) {
            refuse(new TooLarge(limits.maxBody()));
        } else {
            receive();
        }
        return outcome.future();
    }

    private void receive() {
        in.handler(this::received);
        in.endHandler(_ -> end());
        in.exceptionHandler(_ -> left());
        if (expectsContinue()) in.response().writeContinue();
        in.resume();
    }

    private void received(Buffer chunk) {
        length += chunk.length();
        if (length > limits.maxBody()) {
            release();
            refuse(new TooLarge(limits.maxBody()));
            return;
        }
        byte[] piece = chunk.getBytes();
        scanner.feed(piece, 0, piece.length);
        if (spooling == null && gathering.add(piece)) return;
        if (spooling == null) {
            spooling = new Spooling(spool, context);
            gathering.moveTo(spooling);
        }
        if (spooling.add(piece, piece.length)) flush(spooling);
    }

    private void end() {
        ended = true;
        if (spooling != null) flush(spooling);
        else outcome.complete(new Read(body(gathering.content(), true)));
    }

    private void flush(Spooling to) {
        writing = true;
        if (!ended) in.pause();
        to.flush().onComplete(_ -> written(to), e -> failed(to, e));
    }

    private void written(Spooling to) {
        writing = false;
        if (outcome.future().isComplete()) return;
        if (ended) outcome.complete(new Read(body(to.content(), true)));
        else in.resume();
    }

    private void failed(Spooling to, Throwable cause) {
        writing = false;
        if (outcome.future().isComplete()) return;
        String why = to.failure(cause);
        release();
        refuse(new StorageFailed(why));
    }

    private void left() {
        if (outcome.future().isComplete()) return;
        release();
        outcome.complete(new ClientGone());
    }

    private void release() {
        if (spooling != null) spooling.abandon(writing);
        gathering.release();
    }

    /// Says no, and throws away what still comes: a connection closed with unread bytes would be
    /// reset, and the answer lost with it. The caller is told not to use the connection again.
    private void refuse(BodyOutcome why) {
        in.exceptionHandler(_ -> {});
        if (!ended) {
            in.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            in.handler(this::discard);
            in.endHandler(_ -> ended = true);
            in.resume();
            vertx.setTimer(LINGER_MILLIS, _ -> in.connection().close());
        }
        outcome.complete(why);
    }

    private void discard(Buffer chunk) {
        discarded += chunk.length();
        if (discarded > limits.maxBody()) in.connection().close();
    }

    private RequestBody body(BodyContent content, boolean declared) {
        return new RequestBody(content, length, declared, scanner.finish());
    }

    private boolean expectsContinue() {
        return in.version() == HttpVersion.HTTP_1_1
                && "100-continue".equalsIgnoreCase(in.getHeader(HttpHeaders.EXPECT));
    }

    /// Vert.x has refused lengths that are no numbers already; one that does not fit a long is too
    /// large for anyone.
    private static long bytes(String announced) {
        try {
            return Long.parseLong(announced.strip());
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    private static Context currentContext() {
        Context context = Vertx.currentContext();
        if (context == null)
            throw new IllegalStateException("a body must be read on an event loop");
        return context;
    }
}
