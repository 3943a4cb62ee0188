package dev.recua.gateway.proxy;

import dev.recua.gateway.body.RequestBody;
import dev.recua.gateway.body.UnreadableBodyException;
import dev.recua.gateway.proxy.Outcome.Broken;
import dev.recua.gateway.proxy.Outcome.ClientGone;
import dev.recua.gateway.proxy.Outcome.Done;
import dev.recua.gateway.proxy.Outcome.NotBegun;
import dev.recua.gateway.proxy.UpstreamClient.Line;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// One try to pass one request to one engine.
///
/// 1. connect; 2. send head and body; 3. pass the head; 4. pass the body; 5. end. When a connection
///    that was used before fails before step 3, the try starts over on a new one: llama-server had
///    closed it for idleness.
final class Passage {
    private static final int MAX_DIFFERENT = 8 * 1024;
    private static final int SWITCHING = 101;

    private final UpstreamClient client;
    private final Upstream up;
    private final String uri;
    private final HttpServerRequest in;
    private final RequestBody body;
    private final Downstream down;
    private final Reach reach;
    private final Promise<Outcome> outcome = Promise.promise();
    private @Nullable HttpClientRequest request;
    private boolean over;
    private @Nullable Future<Void> sending;

    Passage(
            UpstreamClient client,
            Upstream up,
            String uri,
            HttpServerRequest in,
            RequestBody body,
            Downstream down,
            Reach reach) {
        this.client = client;
        this.up = up;
        this.uri = uri;
        this.in = in;
        this.body = body;
        this.down = down;
        this.reach = reach;
    }

    Future<Outcome> start() {
        Future<Line> line =
                switch (reach) {
                    case KEPT -> client.connect(up, in.method(), uri);
                    case ONCE -> client.connectAnew(up, in.method(), uri);
                    case SWITCHING -> client.connectToSwitch(up, in.method(), uri);
                };
        line.onComplete(this::send, this::unreachable);
        return outcome.future();
    }

    /// Ends the try from outside: the engine's connection is closed at once.
    void stop(Outcome with) {
        if (over) return;
        over = true;
        hangUp();
        outcome.complete(with);
    }

    /// Ends the try as a failure of the engine.
    void fail(String why, Throwable cause) {
        stop(down.begun() ? new Broken(why, cause) : new NotBegun(why, cause));
    }

    private void unreachable(Throwable cause) {
        fail("cannot connect to " + up.address() + ": " + cause.getMessage(), cause);
    }

    private void send(Line line) {
        HttpClientRequest to = line.request();
        request = to;
        // The response's future tells. Before the first reset: Vert.x logs what nobody handles.
        to.exceptionHandler(_ -> {});
        if (over) {
            hangUp();
            return;
        }
        HeaderRules.toEngine(in.headers(), to.headers(), up.apiKey());
        if (reach == Reach.SWITCHING) {
            HeaderRules.switchTo(in.getHeader(HttpHeaders.UPGRADE), to.headers());
            to.connect().onComplete(this::answered, e -> unanswered(line, e));
            return;
        }
        to.response().onComplete(this::answered, e -> unanswered(line, e));
        sending = body.sendTo(to).onFailure(this::unsent);
    }

    private void unsent(Throwable cause) {
        if (cause instanceof UnreadableBodyException)
            fail(String.valueOf(cause.getMessage()), cause);
    }

    private void unanswered(Line line, Throwable cause) {
        if (over) return;
        if (line.reused()) {
            client.connectAnew(up, in.method(), uri).onComplete(this::send, this::unreachable);
        } else {
            fail(
                    up.address()
                            + " closed the connection before it answered: "
                            + cause.getMessage(),
                    cause);
        }
    }

    private void answered(HttpClientResponse response) {
        if (over) return;
        if (reach == Reach.SWITCHING && response.statusCode() == SWITCHING) {
            join(response);
            return;
        }
        if (!down.head(response)) {
            collect(response);
            return;
        }
        response.exceptionHandler(this::cut);
        response.endHandler(_ -> end(response));
        response.handler(piece -> pass(piece, response));
    }

    /// Both sides speak another protocol from here on, and this try is done.
    private void join(HttpClientResponse response) {
        over = true;
        response.pause();
        down.tunnel(response)
                .onSuccess(
                        caller -> {
                            Tunnel.join(client.vertx(), caller, response);
                            outcome.complete(new Done(SWITCHING));
                        })
                .onFailure(
                        _ -> {
                            hangUp();
                            outcome.complete(new ClientGone());
                        });
    }

    private void pass(Buffer piece, HttpClientResponse response) {
        if (over) return;
        down.pass(piece);
        if (down.full()) {
            ReadValve valve = ReadValve.of(response.request().connection());
            valve.close();
            down.onDrain(_ -> valve.open());
        }
    }

    private void end(HttpClientResponse response) {
        if (over) return;
        over = true;
        down.end();
        ReadValve.of(response.request().connection()).open(); // others will use it
        Future<Void> sent = sending;
        if (sent == null || !sent.isComplete()) hangUp(); // it answered without reading all
        outcome.complete(new Done(response.statusCode()));
    }

    private void cut(Throwable cause) {
        fail(up.address() + " broke off its answer: " + cause.getMessage(), cause);
    }

    /// The head does not fit the one that is out. An error it may carry is kept for the message.
    private void collect(HttpClientResponse response) {
        Buffer seen = Buffer.buffer();
        response.exceptionHandler(_ -> differs(response, seen));
        response.endHandler(_ -> differs(response, seen));
        response.handler(
                piece -> {
                    seen.appendBuffer(
                            piece, 0, Math.min(piece.length(), MAX_DIFFERENT - seen.length()));
                    if (seen.length() == MAX_DIFFERENT) differs(response, seen);
                });
    }

    private void differs(HttpClientResponse response, Buffer seen) {
        String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        var cause =
                new DifferentAnswerException(
                        response.statusCode(), type == null ? "" : type, seen.toString());
        fail(up.address() + " cannot go on with the answer: " + cause.getMessage(), cause);
    }

    private void hangUp() {
        if (request != null) request.reset();
    }
}
