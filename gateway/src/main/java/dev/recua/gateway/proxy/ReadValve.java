package dev.recua.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;

/// Holds an engine back by not reading from its connection.
///
/// `HttpClientResponse.pause()` would do the same, but loses bytes: while paused, Vert.x 5.1.6
/// keeps reading up to eight messages ahead (`VertxConnection.pending`), and drops them when the
/// engine closes the connection meanwhile, which llama-server does after every stream. A slow
/// caller would get a whole answer as a broken one. A socket that is not read does not tell about
/// its end either, so nothing is lost; at most one read (64 KiB) is on its way when the valve
/// closes. Besides the end of a client of events that does not read, this is the one place that
/// looks
/// behind Vert.x's public interface.
final class ReadValve {
    private final Channel channel;

    private ReadValve(Channel channel) {
        this.channel = channel;
    }

    static ReadValve of(HttpConnection connection) {
        return ofAny(connection);
    }

    static ReadValve of(NetSocket socket) {
        return ofAny(socket);
    }

    void close() {
        channel.config().setAutoRead(false);
    }

    void open() {
        channel.config().setAutoRead(true);
    }

    /// Closes the connection, whatever waits to be sent on it: from the handler next to the socket,
    /// since a close that passes Vert.x's own waits there until all that is written is gone.
    void cut() {
        ChannelHandlerContext nearest = channel.pipeline().firstContext();
        var _ = nearest == null ? channel.close() : nearest.close();
    }

    /// Calls back on the event loop when the connection is closed; at once when it is.
    void onceClosed(Runnable then) {
        var _ = channel.closeFuture().addListener(_ -> then.run());
    }

    private static ReadValve ofAny(Object connection) {
        if (connection instanceof ConnectionBase base) return new ReadValve(base.channel());
        throw new IllegalStateException("no channel behind " + connection.getClass().getName());
    }
}
