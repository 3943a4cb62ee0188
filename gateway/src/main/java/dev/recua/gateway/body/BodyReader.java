package dev.recua.gateway.body;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/// Reads request bodies: small ones into memory, large ones into temporary files, never more than
/// allowed.
///
/// The memory of all bodies together is bounded by [BodyLimits#memoryBudget]; a body on its way to
/// a file holds one block of 32 KiB, and its sender waits while that is written. `Expect:
/// 100-continue` is answered here, after the announced length was judged, so the server must not
/// answer it by itself (Vert.x: `handle100ContinueAutomatically` stays off).
///
/// One instance per event loop; used on that loop only.
public final class BodyReader {
    private final Spool spool;
    private final BodyLimits limits;
    private final BodyMemory memory;

    /// @param spool for large bodies, usually a [DiskSpool]
    public BodyReader(Spool spool, BodyLimits limits) {
        this.spool = spool;
        this.limits = limits;
        this.memory = new BodyMemory(limits.memoryBudget());
    }

    /// Reads the body of `in` to its end.
    ///
    /// Must be called in the handler that received the request, or later when that handler paused
    /// it. Takes over the request's data, end and exception handlers.
    ///
    /// @return always succeeds, with what happened
    public Future<BodyOutcome> read(HttpServerRequest in) {
        return new BodyReading(in, spool, limits, memory).start();
    }

    /// Bytes of memory that bodies hold now.
    public long memoryUsed() {
        return memory.used();
    }
}
