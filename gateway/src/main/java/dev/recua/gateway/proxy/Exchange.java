package dev.recua.gateway.proxy;

import dev.recua.gateway.body.RequestBody;
import dev.recua.gateway.proxy.Outcome.ClientGone;
import dev.recua.gateway.requests.Usage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One proxied request as its caller sees it, from the moment its body is here to the end of its
/// answer.
///
/// ```text
/// of ──► waiting ──► forward ──► Done
///           │           │  ├───► NotBegun ──► forward again (another engine), or answer / breakOff
///           │           │  ├───► Broken   ──► breakOff
///           │           │  └───► ClientGone
///           ├──► answer │
///           └──► clientGone
/// ```
///
/// After [Outcome.NotBegun] use [#headSent] to choose: false → [#answer], true → [#breakOff].
///
/// Takes over the response's close, exception and drain handlers (Vert.x Web: do not use
/// `RoutingContext.addEndHandler` beside it). Does not close the [RequestBody]. Used on the event
/// loop of the request only.
public final class Exchange {
    private final HttpServerRequest in;
    private final RequestBody body;
    private final UpstreamClient client;
    private final Downstream down;
    private @Nullable Passage passage;

    private Exchange(
            HttpServerRequest in, RequestBody body, ResponseHeaders added, UpstreamClient client) {
        this.in = in;
        this.body = body;
        this.client = client;
        this.down = new Downstream(in, added);
        down.gone().onSuccess(_ -> left());
    }

    /// From now on a caller that leaves is noticed.
    ///
    /// @param added go into whatever is answered
    public static Exchange of(
            HttpServerRequest in, RequestBody body, ResponseHeaders added, UpstreamClient client) {
        return new Exchange(in, body, added, client);
    }

    /// Passes the request to an engine and its answer back. One at a time; again after
    /// [Outcome.NotBegun]. When the caller has a head already, the second engine's head is dropped
    /// if status and content type are equal; else that is a failure ([DifferentAnswerException]).
    ///
    /// @param uri path and query for the engine
    /// @return always succeeds, with what happened; completed once, as soon as it is known
    /// @throws IllegalStateException when a forward is under way or the answer has begun
    public Future<Outcome> forward(Upstream up, String uri) {
        return forward(up, uri, Reach.KEPT);
    }

    /// The same, over a connection of this kind. With [Reach#SWITCHING] the request may become a
    /// WebSocket: then the outcome is [Outcome.Done] with 101 as soon as both sides are joined, and
    /// they go on by themselves.
    public Future<Outcome> forward(Upstream up, String uri, Reach reach) {
        if (passage != null) throw new IllegalStateException("a forward is under way");
        if (down.begun()) throw new IllegalStateException("the answer has begun");
        if (down.gone().isComplete()) return Future.succeededFuture(new ClientGone());
        var next = new Passage(client, up, uri, in, body, down, reach);
        passage = next;
        return next.start().onComplete(_ -> passage = null);
    }

    /// Whether this request asks for a WebSocket (RFC 6455 §4.1).
    public static boolean asksForWebSocket(HttpServerRequest in) {
        String connection = in.getHeader(HttpHeaders.CONNECTION);
        return in.method().equals(HttpMethod.GET)
                && in.version() == HttpVersion.HTTP_1_1
                && "websocket".equalsIgnoreCase(in.getHeader(HttpHeaders.UPGRADE))
                && connection != null
                && connection.toLowerCase(Locale.ROOT).contains("upgrade");
    }

    /// Ends a forward under way from our side (a cancel, a stop): the engine's connection is closed
    /// at once and the outcome is [Outcome.NotBegun] or [Outcome.Broken] with this reason. Else
    /// nothing.
    public void cut(String why, Throwable cause) {
        if (passage != null) passage.fail(why, cause);
    }

    /// Answers ourselves; for a caller that left, nothing happens.
    ///
    /// @param headers besides the ones added to every answer; `Content-Length` is set by itself
    /// @throws IllegalStateException when a head was sent
    public Future<Void> answer(int status, Map<String, String> headers, Buffer body) {
        return down.answer(status, headers, body);
    }

    /// Ends an answer that cannot be completed: on an event stream writes `lastEvent`, waits until
    /// it has left and a moment longer, and closes the connection without the last chunk; anything
    /// else is cut off without a word. Never looks like a clean end. For a caller that left,
    /// nothing
    /// happens.
    ///
    /// @param lastEvent whole event or events, blank line included; what an engine left unfinished
    ///     is closed before it
    /// @return completed when the connection is closed
    /// @throws IllegalStateException when no head was sent
    public Future<Void> breakOff(Buffer lastEvent) {
        return down.breakOff(lastEvent);
    }

    /// Whether the caller has been sent a status.
    public boolean headSent() {
        return down.headSent();
    }

    /// Whether the caller has been sent a body byte that is not a comment of an event stream.
    public boolean begun() {
        return down.begun();
    }

    /// Calls back once, when [#begun] becomes true.
    public void onBegun(Runnable then) {
        down.onBegun(then);
    }

    /// What the engine says that it counted, read from the answer as it passed; complete when the
    /// answer is.
    public Usage usage() {
        return down.usage();
    }

    /// Completed, on the event loop, when the caller leaves before its answer has ended: waiting,
    /// silent or streaming. Never completed otherwise.
    public Future<Void> clientGone() {
        return down.gone();
    }

    private void left() {
        if (passage != null) passage.stop(new ClientGone());
    }
}
