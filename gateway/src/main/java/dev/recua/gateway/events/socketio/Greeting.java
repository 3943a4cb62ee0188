package dev.recua.gateway.events.socketio;

import dev.recua.client.event.LlamaServiceStatus;

/// The event `message` that each client gets first, with the names of source 000's server.
///
/// @param type        always `connection`
/// @param clientId    its id
/// @param message     for people
/// @param llamaStatus the word alone; the whole follows as `llamaStatus`
/// @param timestamp   ISO 8601
record Greeting(
        String type,
        String clientId,
        String message,
        LlamaServiceStatus llamaStatus,
        String timestamp) {}
