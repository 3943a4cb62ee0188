package dev.recua.client.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of one service at one moment. Never changes: each change makes a new one.
///
/// @param status     what it is doing
/// @param models     what it offers; the last known ones while it is not ready
/// @param lastError  the cause of the trouble it is in; null once it is ready
/// @param retries    restarts since it was last well for long enough
/// @param maxRetries how many there may be before it is given up
/// @param uptime     whole seconds since it became ready; 0 otherwise
/// @param startedAt  when its engine was launched, ISO 8601; null while there is none
/// @param adopted    whether its engine was running before and was not started by us
@JsonIgnoreProperties(ignoreUnknown = true)
public record LlamaServiceState(
        LlamaServiceStatus status,
        List<LlamaModel> models,
        @Nullable String lastError,
        int retries,
        int maxRetries,
        long uptime,
        @Nullable String startedAt,
        boolean adopted) {
    public LlamaServiceState {
        models = List.copyOf(models);
    }
}
