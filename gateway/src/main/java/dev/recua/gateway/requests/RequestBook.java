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
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Every request to a model that is under way, and the last 1,000 that are over.
///
/// The event loop opens, ends and cancels; [#all] and [#counts] may be called from any thread.
/// Memory is bounded: what is over is one small record each. A request that ends while somebody
/// looks is seen once: it is among those that are over before it leaves the live ones.
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
    private final RequestFollower follower;
    private final ConcurrentSkipListMap<Long, LiveRequest> live = new ConcurrentSkipListMap<>();

    /// The last ones that are over, each in the place of the one that was over [#KEPT] before it.
    private final AtomicReferenceArray<Over> ended = new AtomicReferenceArray<>(KEPT);

    private volatile long endings;
    private long lastNumber;

    /// A request that is over.
    ///
    /// @param ending how many were over before it
    /// @param number of the request
    private record Over(long ending, long number, RequestInfo info) {}

    /// @param nanoTime a clock that only goes forward, such as `System::nanoTime`
    /// @param watches  hear of each end, in this order
    public RequestBook(LongSupplier nanoTime, List<RequestWatch> watches) {
        this(nanoTime, watches, RequestFollower.NOBODY);
    }

    /// @param nanoTime a clock that only goes forward, such as `System::nanoTime`
    /// @param watches  hear of each end, in this order
    /// @param follower hears of each step, and last of each end
    public RequestBook(
            LongSupplier nanoTime, List<RequestWatch> watches, RequestFollower follower) {
        this.nanoTime = nanoTime;
        this.watches = List.copyOf(watches);
        this.follower = follower;
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
        List<LiveRequest> living = List.copyOf(live.descendingMap().values());
        List<Over> over = over();
        Set<Long> numbers = over.stream().map(Over::number).collect(Collectors.toSet());
        var all = new ArrayList<RequestInfo>();
        living.stream()
                .filter(request -> !numbers.contains(request.number()))
                .forEach(request -> all.add(request.info(schedule)));
        over.forEach(request -> all.add(request.info()));
        return new RequestInfos(all);
    }

    /// Those that are over, the youngest first; without those that make way while we look.
    private List<Over> over() {
        long count = endings;
        var over = new ArrayList<Over>();
        for (long ending = count - 1; ending >= Math.max(0, count - KEPT); ending--) {
            Over request = ended.get(place(ending));
            if (request.ending() != ending) break;
            over.add(request);
        }
        return over;
    }

    private static int place(long ending) {
        return (int) (ending % KEPT);
    }

    /// Ends every live request with this id, wherever it is.
    ///
    /// @return the oldest of them, as it is after its end; empty when none lives
    public Optional<RequestInfo> cancel(String id) {
        List<LiveRequest> meant =
                live.values().stream().filter(request -> request.asked().id().equals(id)).toList();
        meant.reversed().forEach(LiveRequest::cancel);
        return meant.isEmpty() ? Optional.empty() : over().stream().map(Over::info).findFirst();
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
        long ending = endings;
        ended.set(place(ending), new Over(ending, request.number(), end.info()));
        endings = ending + 1;
        live.remove(request.number());
        watches.forEach(watch -> watch.over(end));
        follower.over(request, end);
    }

    void stepped(LiveRequest request) {
        follower.stepped(request);
    }
}
