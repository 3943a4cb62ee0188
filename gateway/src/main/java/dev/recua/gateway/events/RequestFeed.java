package dev.recua.gateway.events;

import dev.recua.client.admin.RequestInfo;
import dev.recua.gateway.requests.FinishedRequest;
import dev.recua.gateway.requests.LiveRequest;
import dev.recua.gateway.requests.RequestFollower;
import dev.recua.gateway.scheduling.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Tells each step of each request to a model. Its place in the queue is told with a step, and is
/// no step by itself: one request that is served moves all that wait.
///
/// Lives on the event loop.
final class RequestFeed implements RequestFollower {
    private final EventHub hub;
    private final Supplier<Schedule> schedule;

    /// Those that wait, with the phase that was told last.
    private final Map<LiveRequest, String> waiting = new LinkedHashMap<>();

    /// @param schedule as it is now
    RequestFeed(EventHub hub, Supplier<Schedule> schedule) {
        this.hub = hub;
        this.schedule = schedule;
    }

    @Override
    public void stepped(LiveRequest request) {
        tell(request, request.info(schedule.get()));
    }

    @Override
    public void over(LiveRequest request, FinishedRequest end) {
        waiting.remove(request);
        hub.publish(EventNames.REQUEST, new RequestChange(request.number(), true, end.info()));
    }

    /// Models may have begun to load: a request that waits for one has made a step, too.
    void lookAgain() {
        Schedule now = schedule.get();
        for (LiveRequest request : Map.copyOf(waiting).keySet()) {
            RequestInfo info = request.info(now);
            if (!info.phase().equals(waiting.get(request))) tell(request, info);
        }
    }

    private void tell(LiveRequest request, RequestInfo info) {
        if (request.waits()) waiting.put(request, info.phase());
        else waiting.remove(request);
        hub.publish(EventNames.REQUEST, new RequestChange(request.number(), false, info));
    }
}
