package dev.recua.gateway.admin;

import dev.recua.client.admin.GatewayInfo;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/// Who answers here, and its end.
final class InfoOperations {
    private final House house;
    private final Introduction introduction;

    /// @param url where the gateway answers, with the real port
    InfoOperations(House house, Supplier<URI> url) {
        this.house = house;
        this.introduction = new Introduction(house, url);
    }

    List<Operation> all() {
        return List.of(
                Operation.get("/api/info", "info", "Who answers here, and with what")
                        .answers(200, GatewayInfo.class)
                        .by(_ -> Future.succeededFuture(Reply.json(200, introduction.info()))),
                Operation.post(
                                "/api/shutdown",
                                "shutdown",
                                "Ends the gateway as SIGTERM does; says who ends")
                        .answers(202, GatewayInfo.class)
                        .by(_ -> Future.succeededFuture(shutdown())));
    }

    private Reply shutdown() {
        return Reply.json(202, introduction.info()).then(house.shutdown());
    }
}
