package dev.recua.client;

import java.net.URI;

/// Nobody answers at the gateway's address. The request was not worked on.
public final class GatewayUnreachable extends RecuaException {
    private static final long serialVersionUID = 1L;

    private final URI address;
    private final String reason;

    GatewayUnreachable(URI address, String reason, Throwable cause) {
        super(
                "No gateway answers at %s: %s. Start one with `recua serve`, or name the address of another (RECUA_URL or --url)."
                        .formatted(address, reason),
                cause);
        this.address = address;
        this.reason = reason;
    }

    /// Where nobody answered.
    public URI address() {
        return address;
    }

    /// What happened instead of an answer, such as `connection refused`.
    public String reason() {
        return reason;
    }
}
