package dev.recua.client.http;

import java.io.IOException;
import java.time.Duration;

/// Every place of a [ConnectionPool] was taken, and none became free in time.
public final class PoolTimeout extends IOException {
    private static final long serialVersionUID = 1L;

    private final Duration waited;

    PoolTimeout(Duration waited) {
        super("Connection pool timeout");
        this.waited = waited;
    }

    /// How long it was waited for.
    public Duration waited() {
        return waited;
    }
}
