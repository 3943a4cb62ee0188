package dev.recua.client.monitor;

/// What a client's requests and health checks came to, since its [Metrics] were made. Written as
/// JSON under these names.
///
/// @param totalRequests       begun, those under way and those whose caller left included
/// @param successfulRequests  with a whole answer
/// @param failedRequests      given up with an error
/// @param averageResponseTime milliseconds from the call to the end of the answer, of the
///     successful ones; 0 without any
/// @param lastHealthCheck     milliseconds since 1970; 0 without any
/// @param healthCheckFailures how many health checks found the server unhealthy
/// @param consecutiveFailures of these, how many since it was last found healthy
public record ClientMetrics(
        long totalRequests,
        long successfulRequests,
        long failedRequests,
        double averageResponseTime,
        long lastHealthCheck,
        long healthCheckFailures,
        long consecutiveFailures) {}
