package dev.recua.gateway.http;

import dev.recua.gateway.proxy.Reach;
import dev.recua.gateway.scheduling.Use;

/// What one request wants of an engine.
///
/// @param uri      path and query for the engine, percent-encoded
/// @param dialect  the shape of our errors
/// @param use      what it does to the child
/// @param autoload whether its model may be loaded for it
/// @param tunnel   whether it may become a WebSocket
record ModelCall(String uri, Dialect dialect, Use use, boolean autoload, boolean tunnel) {
    /// A request to a route of the table; what its query says to us does not reach the engine.
    static ModelCall of(ModelRoute route, Query query) {
        return new ModelCall(
                route.enginePath() + query.forEngine(),
                route.dialect(),
                route.use(),
                query.autoload(),
                false);
    }

    /// A connection is kept for others by whoever holds a lease, since there are not many of them.
    Reach reach() {
        if (tunnel) return Reach.SWITCHING;
        return use == Use.WORK ? Reach.KEPT : Reach.ONCE;
    }
}
