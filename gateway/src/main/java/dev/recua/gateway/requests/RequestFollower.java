package dev.recua.gateway.requests;

/// Whoever follows requests through their lives. Called on the event loop: must not block.
public interface RequestFollower {
    /// Nobody does.
    RequestFollower NOBODY =
            new RequestFollower() {
                @Override
                public void stepped(LiveRequest request) {}

                @Override
                public void over(LiveRequest request, FinishedRequest end) {}
            };

    /// It has entered another phase, other than its end.
    void stepped(LiveRequest request);

    /// It is over; called once, after the last [#stepped].
    void over(LiveRequest request, FinishedRequest end);
}
