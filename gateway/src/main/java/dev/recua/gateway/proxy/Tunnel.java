package dev.recua.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.NetSocket;

/// Bytes both ways between a caller and an engine that have agreed on a WebSocket, not looked at.
///
/// A side that reads slowly holds the other one back. When either side leaves, what it had sent is
/// delivered and the other side's connection is closed; a caller that does not even read that is
/// cut off after a while. Lives on the event loop; nobody holds it.
final class Tunnel {
    private static final int WRITE_QUEUE = 64 * 1024;
    private static final long LINGER_MILLIS = 5_000;

    private final Vertx vertx;
    private final NetSocket caller;
    private final ReadValve fromCaller;
    private final NetSocket engine;
    private final ReadValve fromEngine;
    private boolean over;

    private Tunnel(Vertx vertx, NetSocket caller, HttpClientResponse response) {
        this.vertx = vertx;
        this.caller = caller;
        this.fromCaller = ReadValve.of(caller);
        this.engine = response.netSocket();
        this.fromEngine = ReadValve.of(response.request().connection());
    }

    /// Joins the two ends.
    ///
    /// @param response the engine's 101, paused
    static void join(Vertx vertx, NetSocket caller, HttpClientResponse response) {
        var tunnel = new Tunnel(vertx, caller, response);
        tunnel.pump(tunnel.caller, tunnel.fromCaller, tunnel.engine);
        tunnel.pump(tunnel.engine, tunnel.fromEngine, tunnel.caller);
        response.resume();
    }

    private void pump(NetSocket from, ReadValve valve, NetSocket to) {
        to.setWriteQueueMaxSize(WRITE_QUEUE);
        from.exceptionHandler(_ -> end());
        from.closeHandler(_ -> end());
        from.handler(
                piece -> {
                    if (over) return;
                    to.write(piece);
                    if (!to.writeQueueFull()) return;
                    valve.close();
                    to.drainHandler(_ -> valve.open());
                });
    }

    private void end() {
        if (over) return;
        over = true;
        caller.end();
        engine.end();
        long late =
                vertx.setTimer(
                        LINGER_MILLIS,
                        _ -> {
                            fromCaller.cut();
                            fromEngine.cut();
                        });
        fromCaller.onceClosed(() -> fromEngine.onceClosed(() -> vertx.cancelTimer(late)));
    }
}
