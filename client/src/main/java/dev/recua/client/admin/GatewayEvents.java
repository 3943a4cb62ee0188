package dev.recua.client.admin;

import dev.recua.client.admin.GatewayEvent.EnginesChanged;
import dev.recua.client.admin.GatewayEvent.ModelChanged;
import dev.recua.client.admin.GatewayEvent.ModelGone;
import dev.recua.client.admin.GatewayEvent.RequestChanged;
import dev.recua.client.admin.GatewayEvent.Snapshot;
import dev.recua.client.admin.GatewayEvent.StatusChanged;
import dev.recua.client.admin.GatewayEvent.Unknown;
import dev.recua.client.event.LlamaStatusEvent;
import dev.recua.client.sse.SseEvent;
import dev.recua.client.wire.WireJson;
import tools.jackson.databind.JsonNode;

/// Reads the events of a gateway. Pure.
final class GatewayEvents {
    private GatewayEvents() {}

    /// What an event tells.
    ///
    /// @throws tools.jackson.core.JacksonException when its data is not what its name says
    static GatewayEvent read(SseEvent event) {
        String id = event.lastEventId();
        return switch (event.name()) {
            case "snapshot" -> new Snapshot(id, data(event, GatewaySnapshot.class));
            case "model" -> new ModelChanged(id, data(event, ModelInfo.class));
            case "modelRemoved" -> new ModelGone(id, data(event, ModelRemoved.class));
            case "llamaStatus" -> new StatusChanged(id, data(event, LlamaStatusEvent.class));
            case "request" -> new RequestChanged(id, data(event, RequestInfo.class));
            case "engine" -> new EnginesChanged(id, data(event, EngineInfos.class));
            default -> new Unknown(id, event.name(), data(event, JsonNode.class));
        };
    }

    static <T> T data(SseEvent event, Class<T> type) {
        return WireJson.mapper().readValue(event.data(), type);
    }
}
