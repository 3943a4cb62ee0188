package dev.recua.client.monitor;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one health check found. Written as JSON under these names, without what is null.
///
/// @param status       `healthy` or `unhealthy`
/// @param responseTime milliseconds until the answer, or until it was given up
/// @param serverInfo   what the server answered; null when it is unhealthy
/// @param error        why it is unhealthy; null when it is not
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthStatus(
        Status status, long responseTime, @Nullable JsonNode serverInfo, @Nullable String error) {
    public HealthStatus {
        if (responseTime < 0) {
            throw new IllegalArgumentException("responseTime is negative: " + responseTime);
        }
        boolean healthy = status == Status.HEALTHY;
        if (healthy != (serverInfo != null) || healthy != (error == null)) {
            throw new IllegalArgumentException(
                    "healthy has what the server said, unhealthy has an error, and neither has both");
        }
    }

    /// Whether a server takes requests.
    public enum Status {
        /// It does.
        HEALTHY,

        /// It does not, or not yet, or nobody answered.
        UNHEALTHY;

        /// The word on the wire.
        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static HealthStatus healthy(long responseTime, JsonNode serverInfo) {
        return new HealthStatus(Status.HEALTHY, responseTime, serverInfo, null);
    }

    static HealthStatus unhealthy(long responseTime, String error) {
        return new HealthStatus(Status.UNHEALTHY, responseTime, null, error);
    }

    /// Whether the server takes requests.
    @JsonIgnore
    public boolean isHealthy() {
        return status == Status.HEALTHY;
    }
}
