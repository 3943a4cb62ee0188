/// Bytes between a caller and an engine.
///
/// Passes one request to one engine and its answer back, untouched and at once, with back-pressure
/// both ways. Notices a caller that leaves, at any moment, and an engine that fails, and tells the
/// two apart; never lets half an answer look whole. A WebSocket becomes a
/// [dev.recua.gateway.proxy.Tunnel]. Reads in passing what the engine counted
/// ([dev.recua.gateway.proxy.UsageReader]). It decides nothing: where to, whether again, and with
/// which words an error is told is said by the caller (`http`, `scheduling`). Everything here runs
/// on one event loop and never blocks it.
///
/// May use the JDK, Vert.x core (in `ReadValve` also the Netty channel below it),
/// `dev.recua.gateway.body` and the record `dev.recua.gateway.requests.Usage`. Open [Exchange]
/// first.
@NullMarked
package dev.recua.gateway.proxy;

import org.jspecify.annotations.NullMarked;
