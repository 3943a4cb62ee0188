package dev.recua.gateway.requests;

import dev.recua.client.admin.RequestInfo;
import dev.recua.client.admin.RequestInfos;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.models.catalogue.ModelId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/// Every request to a model that is under way, and the last 1,000 that are over.
///
/// The event loop opens, ends and cancels; [#all] and [#counts] may be called from any thread.
/// Memory is bounded: what is over is one small record each.
public final class RequestBook {
    /// How many requests that are over are remembered.
    static final int KEPT = 1_000;

    /// How many requests of one model are under way.
    ///
    /// @param active  have a lease
    /// @param waiting have none yet
    public record Counts(int active, int waiting) {
        Counts plus(boolean waits) {
            return waits ? new Counts(active, waiting + 1) : new Counts(active + 1, waiting);
        }
    }

    private final LongSupplier nanoTime;
    private final List<RequestWatch> watches;
    private final ConcurrentSkipListMap<Long, LiveRequest> live = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedDeque<RequestInfo> ended = new ConcurrentLinkedDeque<>();
    private int remembered;
    private long lastNumber;

    /// @param nanoTime a clock that only goes forward, such as `System::nanoTime`
    /// @param watches  hear of each end, in this order
    public RequestBook(LongSupplier nanoTime, List<RequestWatch> watches) {
        this.nanoTime = nanoTime;
        this.watches = List.copyOf(watches);
    }

    /// A request that begins now. Whoever gets it tells it of its end.
    public LiveRequest open(Asked asked) {
        var request = new LiveRequest(this, asked, ++lastNumber, now());
        live.put(request.number(), request);
        return request;
    }

    /// Those under way, then those that are over; the youngest first in both.
    ///
    /// @param schedule as it is now: who waits at which place, and which models load
    public RequestInfos all(Schedule schedule) {
        var all = new ArrayList<RequestInfo>();
        live.descendingMap().values().forEach(request -> all.add(request.info(schedule)));
        all.addAll(ended);
        return new RequestInfos(all);
    }

    /// Ends every live request with this id, wherever it is.
    ///
    /// @return the oldest of them, as it is after its end; empty when none lives
    public Optional<RequestInfo> cancel(String id) {
        List<LiveRequest> meant =
                live.values().stream().filter(request -> request.asked().id().equals(id)).toList();
        meant.reversed().forEach(LiveRequest::cancel);
        return meant.isEmpty() ? Optional.empty() : Optional.ofNullable(ended.peekFirst());
    }

    /// What is under way, by model.
    public Map<ModelId, Counts> counts() {
        var counts = new HashMap<ModelId, Counts>();
        for (LiveRequest request : live.values()) {
            Counts before = counts.getOrDefault(request.asked().model(), new Counts(0, 0));
            counts.put(request.asked().model(), before.plus(request.waits()));
        }
        return counts;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void over(LiveRequest request, FinishedRequest end) {
        live.remove(request.number());
        ended.addFirst(end.info());
        if (remembered < KEPT) remembered++;
        else ended.pollLast();
        watches.forEach(watch -> watch.over(end));
    }
}
