package dev.recua.gateway.proxy;

/// How a request gets to its engine.
///
/// llama-server 0.7.0 (build 11669) gives each connection a thread of its own, `--parallel` + 4 of
/// them, and keeps that thread for 5 s after the answer in case another request comes. Forty short
/// requests at once, each on a new connection that is kept, are answered eight every 5 s. Whoever
/// holds a lease needs no more connections than there are leases; all others must not keep theirs.
public enum Reach {
    /// Over a connection that others use afterwards, or have used: for whoever holds a lease.
    KEPT,
    /// Over a connection for this request alone, closed with its answer.
    ONCE,
    /// Over a connection that becomes a tunnel, when the engine agrees.
    SWITCHING
}
