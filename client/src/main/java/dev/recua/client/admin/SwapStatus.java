package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /api/swap/status`, in the words of the systems that Recua takes over from.
///
/// @param isRunning    whether model routes are answered; false after `/api/swap/stop`
/// @param isResponding whether the gateway answers
/// @param port         of the gateway
/// @param pid          of the gateway
/// @param apiUrl       base URL; null while it is stopped
/// @param phase        `running`, `stopping` or `stopped`
@JsonIgnoreProperties(ignoreUnknown = true)
public record SwapStatus(
        boolean isRunning,
        boolean isResponding,
        int port,
        long pid,
        @Nullable String apiUrl,
        @OneOf({"running", "stopping", "stopped"}) String phase) {}
