package dev.recua.gateway.admin;

import dev.recua.client.admin.GatewayInfo;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Who answers here, and its end.
final class InfoOperations {
    private final House house;
    private final Supplier<URI> url;

    /// @param url where the gateway answers, with the real port
    InfoOperations(House house, Supplier<URI> url) {
        this.house = house;
        this.url = url;
    }

    List<Operation> all() {
        return List.of(
                Operation.get("/api/info", "info", "Who answers here, and with what")
                        .answers(200, GatewayInfo.class)
                        .by(_ -> Future.succeededFuture(Reply.json(200, info()))),
                Operation.post(
                                "/api/shutdown",
                                "shutdown",
                                "Ends the gateway as SIGTERM does; says who ends")
                        .answers(202, GatewayInfo.class)
                        .by(_ -> Future.succeededFuture(shutdown())));
    }

    private Reply shutdown() {
        return Reply.json(202, info()).then(house.shutdown());
    }

    private GatewayInfo info() {
        return new GatewayInfo(
                house.version(),
                url.get().toString(),
                ProcessHandle.current().pid(),
                house.startedAt().toString(),
                house.engine().get().orElse(null),
                folders());
    }

    private Map<String, String> folders() {
        var folders = house.folders();
        var named = new LinkedHashMap<String, Path>();
        named.put("config", parent(folders.configFile()));
        named.put("models", folders.models());
        named.put("hub", folders.hub());
        named.put("engines", folders.engines());
        named.put("kv", folders.kv());
        named.put("export", folders.exportFolder());
        named.put("logs", folders.logs());
        named.put("state", folders.state());
        named.put("tmp", folders.tmp());
        named.put("run", folders.run());
        var texts = new LinkedHashMap<String, String>();
        named.forEach((name, folder) -> texts.put(name, folder.toString()));
        return texts;
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }
}
