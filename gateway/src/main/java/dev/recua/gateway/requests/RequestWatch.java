package dev.recua.gateway.requests;

/// Whoever wants to know of requests. Called on the event loop: must not block.
@FunctionalInterface
public interface RequestWatch {
    /// Called once for each request that is over.
    void over(FinishedRequest request);

    /// The same, for whoever followed the request.
    default void over(LiveRequest request, FinishedRequest end) {
        over(end);
    }

    /// Called when a request enters another phase, but not for its end.
    default void stepped(LiveRequest request) {}
}
