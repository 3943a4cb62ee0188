package dev.recua.gateway.requests;

import dev.recua.client.admin.RequestInfo;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request that is over.
///
/// @param status  HTTP status; 499 when its client left; that of the error when an answer was cut
///     off
/// @param outcome [#DONE], [#ENGINE_ERROR], [#LEFT] or the code of our error
/// @param waited  that it spent waiting for its model
/// @param ttft    from its arrival to the first byte of the answer, if there was one
/// @param total   from its arrival to its end
public record FinishedRequest(
        Asked asked,
        int status,
        String outcome,
        Duration waited,
        Optional<Duration> ttft,
        Duration total,
        Usage usage) {
    /// The whole answer was passed on.
    public static final String DONE = "done";

    /// The engine's own error was passed on: a status from 400.
    public static final String ENGINE_ERROR = "engine_error";

    /// The client left before its answer was complete.
    public static final String LEFT = "left";

    /// The status of a request whose client left; it stands in logs and lists only.
    public static final int CLIENT_LEFT = 499;

    /// What the engine answered is passed on as a whole.
    static String answered(int status) {
        return status < 400 ? DONE : ENGINE_ERROR;
    }

    /// As the admin API tells it.
    public RequestInfo info() {
        return new RequestInfo(
                asked.id(),
                asked.model().value(),
                asked.path(),
                asked.client(),
                outcome.equals(DONE) ? "done" : "failed",
                null,
                waited.toMillis(),
                ttft.map(Duration::toMillis).orElse(null),
                tokens(usage),
                usage.tokensPerSecond(),
                status);
    }

    static RequestInfo.Tokens tokens(@Nullable Usage usage) {
        if (usage == null) return new RequestInfo.Tokens(null, null, null);
        return new RequestInfo.Tokens(usage.prompt(), usage.cached(), usage.generated());
    }
}
