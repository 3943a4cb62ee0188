package dev.recua.gateway.fleet;

import dev.recua.supervisor.server.Server;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// The gateway's view of one server that starts or takes requests. Safe from any thread.
///
/// @param server what was launched; it is ended through its service only
/// @param engine what engine it was started with; see [Fingerprints#engine]
/// @param memory its resident bytes; empty where the system does not tell
public record Running(Server server, String engine, Supplier<OptionalLong> memory) {

    /// Process id, for logs; 0 while there is none.
    public long pid() {
        return server.pid().orElse(0);
    }

    /// Where it answers, without a path; fixed once it is ready.
    public URI baseUrl() {
        return server.baseUrl();
    }

    /// The host that it answers at: loopback, unless it is one that runs elsewhere.
    public String host() {
        String host = server.baseUrl().getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// Its port; fixed once it is ready.
    public int port() {
        return server.baseUrl().getPort();
    }

    /// The key that only this child accepts; empty when it wants none. Never logged.
    public String apiKey() {
        return server.apiKey().orElse("");
    }

    /// When it was launched.
    public Instant startedAt() {
        return server.startedAt();
    }

    /// Its arguments, secrets masked.
    public List<String> args() {
        return server.args();
    }

    /// Resident bytes; empty where the system does not tell. Reads a file: not on the event loop
    /// for every request.
    public OptionalLong rss() {
        return memory.get();
    }

    @Override
    public String toString() {
        return "server with pid " + pid();
    }
}
