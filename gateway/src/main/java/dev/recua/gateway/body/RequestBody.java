package dev.recua.gateway.body;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;

/// One request's body, complete, in memory or in a file: can be sent several times, to one engine
/// after another.
///
/// Belongs to whoever got it from [BodyReader]; must be closed. Used on the event loop only.
public final class RequestBody implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final BodyContent content;
    private final long length;
    private final boolean declared;
    private final BodyScan scan;
    private boolean closed;

    RequestBody(BodyContent content, long length, boolean declared, BodyScan scan) {
        this.content = content;
        this.length = length;
        this.declared = declared;
        this.scan = scan;
    }

    /// Bytes.
    public long length() {
        return length;
    }

    /// Whether there is nothing in it.
    public boolean isEmpty() {
        return length == 0;
    }

    /// What the body says: as a form when it is multipart, else as JSON, whatever its
    /// `Content-Type`.
    public BodyScan scan() {
        return scan;
    }

    /// Sends all of it as the body of `request`, with `Content-Length`, and ends the request. Waits
    /// whenever the receiver is slow; at most 128 KiB are under way. May be called again with
    /// another request.
    ///
    /// @return completed once everything was handed to the socket; fails with
    ///     [UnreadableBodyException] when the body is to blame, else with the connection's failure
    public Future<Void> sendTo(HttpClientRequest request) {
        if (declared) request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        if (length == 0) return request.end();
        Promise<Void> sent = Promise.promise();
        sendFrom(0, request, sent);
        return sent.future();
    }

    /// All of it, in memory: for a body that is known to be small.
    ///
    /// @return fails when it was spooled and cannot be read back, or was closed
    public Future<Buffer> bytes() {
        if (closed) return Future.failedFuture(unreadable(new IOException("it was closed")));
        if (length == 0) return Future.succeededFuture(Buffer.buffer());
        return content.piece(0, Math.toIntExact(length));
    }

    /// Gives memory or file back. Further calls do nothing; a [#sendTo] under way fails.
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        content.release();
    }

    private void sendFrom(long position, HttpClientRequest request, Promise<Void> sent) {
        if (sent.future().isComplete()) return;
        if (closed) {
            sent.fail(unreadable(new IOException("it was closed")));
            return;
        }
        int size = (int) Math.min(PIECE, length - position);
        content.piece(position, size)
                .onSuccess(piece -> send(piece, position, request, sent))
                .onFailure(e -> sent.tryFail(unreadable(e)));
    }

    private void send(Buffer piece, long position, HttpClientRequest request, Promise<Void> sent) {
        if (sent.future().isComplete()) return;
        long next = position + piece.length();
        if (next == length) {
            request.end(piece).onSuccess(_ -> sent.tryComplete()).onFailure(sent::tryFail);
            return;
        }
        request.write(piece).onFailure(sent::tryFail);
        if (sent.future().isComplete()) return;
        if (request.writeQueueFull()) {
            request.drainHandler(
                    _ -> {
                        request.drainHandler(null);
                        sendFrom(next, request, sent);
                    });
        } else {
            sendFrom(next, request, sent);
        }
    }

    private static UnreadableBodyException unreadable(Throwable cause) {
        return new UnreadableBodyException(
                "the spooled request body cannot be read back: " + cause.getMessage(), cause);
    }
}
