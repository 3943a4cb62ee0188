package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.event.LlamaStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /api/status`: what the event `llamaStatus` tells of the gateway as a whole,
/// and the state of each service behind it.
///
/// @param status     that of the service which is worst off; `ready` when none runs
/// @param models     every model that the gateway knows, with what each is doing
/// @param lastError  of that service; null when nothing is wrong
/// @param retries    restarts of that service since it was last well
/// @param maxRetries how many there may be
/// @param uptime     of the gateway, whole seconds
/// @param startedAt  of the gateway, ISO 8601
/// @param services   by id of the model; those that run, come back, leave or were given up
@JsonIgnoreProperties(ignoreUnknown = true)
public record GatewayStatus(
        LlamaServiceStatus status,
        List<LlamaModel> models,
        @Nullable String lastError,
        int retries,
        int maxRetries,
        long uptime,
        @Nullable String startedAt,
        Map<String, LlamaServiceState> services) {
    public GatewayStatus {
        models = List.copyOf(models);
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }

    /// The two parts as one.
    public static GatewayStatus of(LlamaStatus whole, Map<String, LlamaServiceState> services) {
        return new GatewayStatus(
                whole.status(),
                whole.models(),
                whole.lastError(),
                whole.retries(),
                whole.maxRetries(),
                whole.uptime(),
                whole.startedAt(),
                services);
    }

    /// What `llamaStatus` tells of it.
    public LlamaStatus whole() {
        return new LlamaStatus(status, models, lastError, retries, maxRetries, uptime, startedAt);
    }
}
