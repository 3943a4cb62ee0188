/// The gateway's events for clients of Socket.IO, as the dashboards of the systems that Recua takes
/// over from speak it: Engine.IO 4 and Socket.IO 5 over WebSocket, in the part that they use.
///
/// [dev.recua.gateway.events.socketio.Packet] reads and writes the frames and
/// [dev.recua.gateway.events.socketio.Session] decides what each means; both are pure. What they
/// decide is done by `SocketIoClient`, one for each connection, behind the door
/// [dev.recua.gateway.events.socketio.SocketIo]. Written after the protocols' own descriptions
/// (`socketio/engine.io-protocol` and `socketio/socket.io-protocol` on GitHub) and held to what
/// the client of npm sends.
///
/// Knows `dev.recua.gateway.events`, `http`, the records of `dev.recua.client`, Jackson and Vert.x
/// core. Lives on the event loop. Read `Session` first.
@NullMarked
package dev.recua.gateway.events.socketio;

import org.jspecify.annotations.NullMarked;
