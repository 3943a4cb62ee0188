package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the event `snapshot` tells: everything at one moment. Each event after it has the whole new
/// value of one part.
///
/// @param info      as `GET /api/info`
/// @param status    as `GET /api/status`
/// @param models    as in `GET /api/models`, without each process's memory as it is now: that is as
///     of the last change
/// @param downloads none as long as this gateway downloads no models
/// @param requests  those under way, then the last 100 that are over; the youngest first in both
/// @param host      null as long as this gateway tells nothing of it
@JsonIgnoreProperties(ignoreUnknown = true)
public record GatewaySnapshot(
        GatewayInfo info,
        GatewayStatus status,
        List<ModelInfo> models,
        List<JsonNode> downloads,
        List<RequestInfo> requests,
        @Nullable JsonNode host) {
    public GatewaySnapshot {
        models = List.copyOf(models);
        downloads = List.copyOf(downloads);
        requests = List.copyOf(requests);
    }
}
