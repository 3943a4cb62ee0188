package dev.recua.gateway.proxy;

import dev.recua.gateway.requests.Usage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The caller's side of an exchange: what it has been sent, and whether it is still there.
///
/// The head of an event stream goes out as soon as it is known; any other head waits for the first
/// body byte, so that until then nothing ties us to the engine that sent it.
final class Downstream {
    private static final int WRITE_QUEUE = 64 * 1024;
    private static final long MOMENT_MILLIS = 100;

    private final HttpServerRequest in;
    private final HttpServerResponse out;
    private final ResponseHeaders added;
    private final EventStreamMark mark = new EventStreamMark();
    private final WholeEvents events = new WholeEvents();
    private final Promise<Void> gone = Promise.promise();
    private @Nullable UsageReader usage;
    private Runnable whenBegun = () -> {};
    private @Nullable HttpClientResponse waiting;
    private String contentType = "";
    private long announced = -1;
    private long passed;
    private boolean eventStream;
    private boolean byEvent;
    private boolean headSent;
    private boolean begun;
    private boolean closesAtEnd;
    private boolean over;

    Downstream(HttpServerRequest in, ResponseHeaders added) {
        this.in = in;
        this.out = in.response();
        this.added = added;
        if (out.closed()) {
            gone.complete();
            return;
        }
        out.setWriteQueueMaxSize(WRITE_QUEUE);
        // A caller that hangs up is no error; without handlers Vert.x would log it as one.
        in.connection().exceptionHandler(_ -> {});
        out.exceptionHandler(_ -> {});
        out.closeHandler(_ -> closed());
    }

    /// Completed when the caller leaves before its answer ended; not at all otherwise.
    Future<Void> gone() {
        return gone.future();
    }

    boolean headSent() {
        return headSent;
    }

    boolean begun() {
        return begun;
    }

    void onBegun(Runnable then) {
        whenBegun = then;
    }

    /// What the engine has counted, as far as it has said so.
    Usage usage() {
        return usage == null ? Usage.NONE : usage.usage();
    }

    /// Takes an engine's head.
    ///
    /// @return false when another head is out already and this one differs in status or content
    ///     type
    boolean head(HttpClientResponse response) {
        String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        String given = type == null ? "" : type;
        if (headSent) return goesOn(response.statusCode(), given);
        contentType = given;
        eventStream = given.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
        String encoding = response.headers().get(HttpHeaders.CONTENT_ENCODING);
        byEvent = eventStream && (encoding == null || encoding.equalsIgnoreCase("identity"));
        usage = UsageReader.of(given, encoding);
        waiting = response;
        if (eventStream) sendHead();
        return true;
    }

    /// Agrees to the protocol that the engine has agreed to. From then on the caller is not noticed
    /// here any more.
    Future<NetSocket> tunnel(HttpClientResponse response) {
        over = true;
        headSent = true;
        begun = true;
        HeaderRules.toCaller(response.headers(), out.headers(), added);
        HeaderRules.switchTo(response.headers().get(HttpHeaders.UPGRADE), out.headers());
        return in.toNetSocket();
    }

    /// A second engine after the first one's comments: one of them may have been cut in two.
    private boolean goesOn(int status, String type) {
        if (out.getStatusCode() != status || !contentType.equals(type)) return false;
        events.rest();
        if (!mark.gap().isEmpty()) passOn(Buffer.buffer(mark.gap()));
        return true;
    }

    /// Passes a piece of the body on, of an event stream what is whole of it.
    void pass(Buffer piece) {
        Buffer whole = byEvent && announced < 0 ? events.take(piece) : piece;
        if (whole.length() > 0) passOn(whole);
    }

    private void passOn(Buffer piece) {
        if (usage != null) usage.feed(piece);
        if (eventStream) mark.feed(piece);
        boolean first = !begun;
        begun = eventStream ? mark.begun() : begun || piece.length() > 0;
        if (first && begun) whenBegun.run();
        passed += piece.length();
        prepareHead();
        headSent = true;
        if (passed == announced) {
            over = true;
            out.end(piece);
        } else {
            out.write(piece);
        }
    }

    /// Ends the answer as the engine did.
    void end() {
        Buffer rest = events.rest();
        if (rest.length() > 0) passOn(rest);
        prepareHead();
        headSent = true;
        Future<Void> ended = over ? Future.succeededFuture() : out.end();
        over = true;
        if (closesAtEnd) ended.onComplete(_ -> in.connection().close());
    }

    boolean full() {
        return !over && out.writeQueueFull();
    }

    void onDrain(Handler<Void> next) {
        if (!over) out.drainHandler(next);
    }

    Future<Void> answer(int status, Map<String, String> headers, Buffer body) {
        if (gone.future().isComplete()) return Future.succeededFuture();
        if (headSent || over) throw new IllegalStateException("a response was sent already");
        over = true;
        headSent = true;
        waiting = null;
        out.setStatusCode(status);
        headers.forEach(out::putHeader);
        added.addTo(out.headers());
        return out.end(body);
    }

    /// Ends the answer so that nobody can take it for whole.
    Future<Void> breakOff(Buffer lastEvent) {
        if (over || gone.future().isComplete()) return Future.succeededFuture();
        if (!headSent) throw new IllegalStateException("nothing was sent yet: answer instead");
        over = true;
        if (!eventStream || announced >= 0) return in.connection().close();
        Buffer last = Buffer.buffer(mark.gap()).appendBuffer(lastEvent);
        // The close waits until what was written has left, and there is no unread input: FIN, not
        // RST.
        return out.write(last).transform(_ -> aMoment()).transform(_ -> in.connection().close());
    }

    /// Some clients (Node's fetch) throw away what their program has not read yet when a connection
    /// breaks: without this moment a program that is a little behind would lose the event that says
    /// why.
    private static Future<Void> aMoment() {
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
        return loop.owner().timer(MOMENT_MILLIS, TimeUnit.MILLISECONDS).mapEmpty();
    }

    private void closed() {
        if (!over) gone.tryComplete();
    }

    private void sendHead() {
        prepareHead();
        headSent = true;
        // writeHead would frame the answer of an HTTP/1.0 caller in chunks, which it cannot read.
        if (closesAtEnd) out.write(Buffer.buffer());
        else out.writeHead();
    }

    private void prepareHead() {
        HttpClientResponse response = waiting;
        if (response == null) return;
        waiting = null;
        out.setStatusCode(response.statusCode());
        if (response.statusMessage() != null) out.setStatusMessage(response.statusMessage());
        HeaderRules.toCaller(response.headers(), out.headers(), added);
        frame(response);
    }

    private void frame(HttpClientResponse response) {
        int status = response.statusCode();
        if (HttpMethod.HEAD.equals(in.method()) || status == 204 || status == 304) return;
        String length = out.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            announced = Long.parseLong(length.strip());
        } else if (in.version() == HttpVersion.HTTP_1_0) {
            closesAtEnd = true;
            out.headersEndHandler(
                    _ -> out.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        } else {
            out.setChunked(true);
        }
    }
}
