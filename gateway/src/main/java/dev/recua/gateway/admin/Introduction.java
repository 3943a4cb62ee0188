package dev.recua.gateway.admin;

import dev.recua.client.admin.GatewayInfo;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Who answers here, and with what. Safe from any thread.
public final class Introduction {
    private final House house;
    private final Supplier<URI> url;

    /// @param url where the gateway answers, with the real port
    public Introduction(House house, Supplier<URI> url) {
        this.house = house;
        this.url = url;
    }

    /// As it is now; looks into memory only.
    public GatewayInfo info() {
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
