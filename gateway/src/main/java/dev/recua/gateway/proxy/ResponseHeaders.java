package dev.recua.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;

/// Headers that we add to every response of an exchange, proxied or our own: `X-Request-Id`,
/// `X-Recua-Model`, CORS.
///
/// They replace the engine's headers of the same name, except `Vary`, which adds up. Immutable.
public record ResponseHeaders(List<Header> headers) {

    /// One header line.
    public record Header(String name, String value) {}

    /// Adds nothing.
    public static final ResponseHeaders NONE = new ResponseHeaders(List.of());

    public ResponseHeaders {
        headers = List.copyOf(headers);
    }

    /// These and one more.
    public ResponseHeaders with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new ResponseHeaders(more);
    }

    void addTo(MultiMap response) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Vary")) response.add(header.name(), header.value());
            else response.set(header.name(), header.value());
        }
    }
}
