package dev.recua.client.admin;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.event.LlamaStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a gateway is, at one moment: the seven fields of the dashboards that exist already.
///
/// @param status    see [LlamaServiceStatus]
/// @param models    every model that the gateway knows, with what each is doing
/// @param lastError null when nothing is wrong
/// @param retries   restarts of the service that is worst off since it was last well
/// @param uptime    of the gateway, whole seconds
/// @param startedAt of the gateway, ISO 8601; null before it was told
/// @param isLoading whether nothing was told yet
public record LlamaStatusView(
        LlamaServiceStatus status,
        List<LlamaModel> models,
        @Nullable String lastError,
        int retries,
        long uptime,
        @Nullable String startedAt,
        boolean isLoading) {
    /// Before anything was told.
    static final LlamaStatusView LOADING =
            new LlamaStatusView(LlamaServiceStatus.INITIAL, List.of(), null, 0, 0, null, true);

    public LlamaStatusView {
        models = List.copyOf(models);
    }

    static LlamaStatusView of(LlamaStatus told) {
        return new LlamaStatusView(
                told.status(),
                told.models(),
                told.lastError(),
                told.retries(),
                told.uptime(),
                told.startedAt(),
                false);
    }

    LlamaStatusView withUptime(long seconds) {
        return new LlamaStatusView(
                status, models, lastError, retries, seconds, startedAt, isLoading);
    }
}
