package dev.recua.gateway.proxy;

/// An engine's address and the key that only we know.
///
/// @param host usually `127.0.0.1`
/// @param port 1 to 65535
/// @param apiKey sent as `Authorization: Bearer …`; empty for an engine without one
public record Upstream(String host, int port, String apiKey) {
    public Upstream {
        if (host.isBlank()) throw new IllegalArgumentException("the host is empty");
        if (port < 1 || port > 65535)
            throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
    }

    /// `127.0.0.1:8123`.
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Upstream[" + address() + "]";
    }
}
