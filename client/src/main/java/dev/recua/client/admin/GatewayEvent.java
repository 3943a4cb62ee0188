package dev.recua.client.admin;

import dev.recua.client.event.LlamaStatusEvent;
import tools.jackson.databind.JsonNode;

/// What a gateway tells while it runs: first everything, then each change with the whole new value
/// of what changed. See docs/reference/events.md.
public sealed interface GatewayEvent {
    /// `<epoch>-<number>`: the epoch is another one each time the gateway starts.
    String id();

    /// Everything at one moment: first, and again whenever changes were missed. What was known
    /// before is void.
    record Snapshot(String id, GatewaySnapshot data) implements GatewayEvent {}

    /// A model is new, or has changed.
    record ModelChanged(String id, ModelInfo data) implements GatewayEvent {}

    /// A model is gone.
    record ModelGone(String id, ModelRemoved data) implements GatewayEvent {}

    /// The status of the gateway, or of one model, has changed.
    record StatusChanged(String id, LlamaStatusEvent data) implements GatewayEvent {}

    /// A request to a model entered a phase.
    record RequestChanged(String id, RequestInfo data) implements GatewayEvent {}

    /// An engine was found, chosen, removed or installed, or its installation goes on.
    record EnginesChanged(String id, EngineInfos data) implements GatewayEvent {}

    /// An event that this version does not know.
    record Unknown(String id, String name, JsonNode data) implements GatewayEvent {}
}
