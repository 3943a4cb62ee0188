/// A llama-server that stays up: started, watched, brought back after a crash or a hang, and ended.
///
/// What happens next is decided by a pure state machine; one thread at a time changes a service's
/// state, everybody else looks. May import the JDK, Jackson, `dev.recua.client`, `dev.recua.models`
/// and all of this room; nothing else of this room may use it, except what reads a configuration.
/// Open [dev.recua.supervisor.service.LlamaService] first, then
/// [dev.recua.supervisor.service.ServiceState] with the diagram and
/// [dev.recua.supervisor.service.ServiceMachine], which decides; `ServiceLoop` acts.
@NullMarked
package dev.recua.supervisor.service;

import org.jspecify.annotations.NullMarked;
