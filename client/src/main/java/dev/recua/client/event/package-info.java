/// What a service says of itself while it runs, as records: its state, and the event
/// `llamaStatus` that carries it.
///
/// The names on the wire are those of the dashboards that exist already. May import the JDK and
/// Jackson only. Open [dev.recua.client.event.LlamaServiceState] first.
@NullMarked
package dev.recua.client.event;

import org.jspecify.annotations.NullMarked;
