package dev.recua.gateway.admin;

import dev.recua.client.admin.GatewayStatus;
import dev.recua.gateway.events.EventNames;
import dev.recua.gateway.events.EventStreams;
import dev.recua.gateway.events.Only;
import dev.recua.gateway.events.StatusFeed;
import io.vertx.core.Future;
import java.util.List;

/// How everything is, once and live.
public final class EventOperations {
    private static final Parameter.Some ONLY =
            new Parameter.Some("only", EventNames.ALL, "Which events; all when it is left out");

    private EventOperations() {}

    /// The operations, for the table of the API.
    public static List<Operation> of(StatusFeed status, EventStreams streams) {
        return List.of(
                Operation.get("/api/status", "status", "How the gateway and each service is")
                        .answers(200, GatewayStatus.class)
                        .by(_ -> Future.succeededFuture(Reply.json(200, status.status()))),
                Operation.get(
                                "/api/events",
                                "events",
                                "Everything as it is now, and then each change, as server-sent events")
                        .query(ONLY)
                        .answersStream()
                        .refuses(429)
                        .by(call -> Future.succeededFuture(events(call, streams))));
    }

    private static Reply events(Call call, EventStreams streams) {
        var only = new Only(call.words(ONLY));
        return new Reply.Streamed((request, visitor) -> streams.events(request, visitor, only));
    }
}
