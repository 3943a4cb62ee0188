package dev.recua.client.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `llamaStatus` tells: of one service its own state, of a gateway that of the service which
/// is worst off, with every model that it knows.
///
/// @param status     see [LlamaServiceStatus]
/// @param models     with what each is doing
/// @param lastError  null when nothing is wrong
/// @param retries    restarts of that service since it was last well
/// @param maxRetries how many there may be
/// @param uptime     whole seconds
/// @param startedAt  ISO 8601, or null
@JsonIgnoreProperties(ignoreUnknown = true)
public record LlamaStatus(
        LlamaServiceStatus status,
        List<LlamaModel> models,
        @Nullable String lastError,
        int retries,
        int maxRetries,
        long uptime,
        @Nullable String startedAt) {
    public LlamaStatus {
        models = List.copyOf(models);
    }

    /// The state of one service.
    public static LlamaStatus of(LlamaServiceState state) {
        return new LlamaStatus(
                state.status(),
                state.models(),
                state.lastError(),
                state.retries(),
                state.maxRetries(),
                state.uptime(),
                state.startedAt());
    }
}
