package dev.recua.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which headers pass, in both directions.
///
/// Hop-by-hop headers (RFC 9110 §7.6.1, and whatever `Connection` lists) end with us. The caller's
/// keys never reach an engine, nor does its `Origin`: an engine would answer with CORS headers of
/// its own, which are taken out anyway. `X-Conversation-Id` does not pass either: with it
/// llama-server goes on generating for 300 s after its caller left (seen in its source, b10587).
final class HeaderRules {
    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");
    private static final Set<String> NOT_TO_ENGINES =
            Set.of(
                    "host",
                    "content-length",
                    "expect",
                    "authorization",
                    "x-api-key",
                    "origin",
                    "x-conversation-id");
    private static final Set<String> NOT_TO_CALLERS = Set.of("server");

    private HeaderRules() {}

    /// Copies what may pass to an engine, and adds its key. `Host` and `Content-Length` are left to
    /// whoever sends.
    static void toEngine(MultiMap from, MultiMap to, String apiKey) {
        Set<String> listed = listedByConnection(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(name) || NOT_TO_ENGINES.contains(name) || listed.contains(name))
                continue;
            to.add(header.getKey(), header.getValue());
        }
        if (!apiKey.isEmpty()) to.set(HttpHeaders.AUTHORIZATION, "Bearer " + apiKey);
    }

    /// Copies what may pass to the caller, and adds ours.
    static void toCaller(MultiMap from, MultiMap to, ResponseHeaders added) {
        Set<String> listed = listedByConnection(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(name) || NOT_TO_CALLERS.contains(name) || listed.contains(name))
                continue;
            if (name.startsWith("access-control-")) continue;
            to.add(header.getKey(), header.getValue());
        }
        added.addTo(to);
    }

    /// The two headers that ask for, or agree to, another protocol on this connection.
    static void switchTo(String protocol, MultiMap headers) {
        headers.set(HttpHeaders.CONNECTION, "Upgrade").set(HttpHeaders.UPGRADE, protocol);
    }

    private static Set<String> listedByConnection(MultiMap headers) {
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll(HttpHeaders.CONNECTION)) {
            for (String name : value.split(",", -1))
                names.add(name.strip().toLowerCase(Locale.ROOT));
        }
        // What frames the answer is not optional, whoever lists it.
        names.remove("content-length");
        names.remove("content-type");
        return names;
    }
}
