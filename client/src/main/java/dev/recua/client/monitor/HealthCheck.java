package dev.recua.client.monitor;

import java.time.Instant;

/// A health check in the history of a [LlamaCppMonitor].
///
/// @param at when it ended
public record HealthCheck(Instant at, HealthStatus status) {}
