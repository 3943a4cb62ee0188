package dev.recua.gateway.requests;

/// Whoever wants to know of requests that are over.
@FunctionalInterface
public interface RequestWatch {
    /// Called once for each request, on the event loop: must not block.
    void over(FinishedRequest request);
}
