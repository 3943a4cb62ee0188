/// What happens here, told live: every change once, numbered, to whoever listens.
///
/// Three parts. *What is told*: feeds turn what other parts tell into changes
/// ([dev.recua.gateway.events.StatusFeed] with the pure [dev.recua.gateway.events.StatusBoard],
/// `ModelFeed`, `RequestFeed`). *To whom*: [dev.recua.gateway.events.EventHub] numbers each change
/// and hands it to its subscribers; what it keeps (`Ring`, `Backlog`, `Picture`) is pure, and one
/// lock guards it. *How*: [dev.recua.gateway.events.EventStream] over SSE, and `socketio` for the
/// dashboards that speak Socket.IO. Log lines go their own way, through
/// [dev.recua.gateway.events.LogFeed]: they may be many, and may be left out.
///
/// Feeds and hub may be called from any thread and never wait; streams live on the event loop. May
/// import `http`, `fleet`, `requests`, `routing`, `scheduling`, the records of `dev.recua.client`,
/// `dev.recua.models`, `dev.recua.supervisor`, Jackson and Vert.x core. Read `EventHub` first.
@NullMarked
package dev.recua.gateway.events;

import org.jspecify.annotations.NullMarked;
