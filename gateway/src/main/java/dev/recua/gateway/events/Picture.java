package dev.recua.gateway.events;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelRemoved;
import dev.recua.client.admin.RequestInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that was told so far, as it is now: the sum of all changes, so that a snapshot and
/// the
/// changes after it fit without a gap. Used by one thread at a time.
final class Picture {
    /// How many requests that are over are in it.
    static final int REQUESTS_OVER = 100;

    private static final Comparator<ModelInfo> AS_LISTED =
            Comparator.comparing((ModelInfo model) -> model.source().equals("bundled"))
                    .thenComparing(ModelInfo::id);

    private final Map<String, ModelInfo> models = new HashMap<>();
    private final TreeMap<Long, RequestInfo> living = new TreeMap<>();
    private final Deque<RequestInfo> over = new ArrayDeque<>();
    private @Nullable StatusChange status;

    /// The picture at one moment; never changes.
    ///
    /// @param status   empty before the first one was told
    /// @param models   by id, the bundled one last
    /// @param requests those under way, then the last that are over; the youngest first in both
    record Seen(Optional<StatusChange> status, List<ModelInfo> models, List<RequestInfo> requests) {
        Seen {
            models = List.copyOf(models);
            requests = List.copyOf(requests);
        }

        /// The status; there is one before anybody can listen.
        StatusChange told() {
            return status.orElseThrow(() -> new IllegalStateException("no status was told"));
        }
    }

    /// Adds a change. What it does not know is no part of it.
    void add(Object value) {
        switch (value) {
            case ModelInfo model -> models.put(model.id(), model);
            case ModelRemoved(var id) -> models.remove(id);
            case StatusChange change -> status = change;
            case RequestChange(var number, var ended, var info) -> {
                if (ended) end(number, info);
                else living.put(number, info);
            }
            default -> {}
        }
    }

    /// As it is now.
    Seen seen() {
        var requests = new ArrayList<>(living.descendingMap().values());
        requests.addAll(over);
        return new Seen(
                Optional.ofNullable(status),
                models.values().stream().sorted(AS_LISTED).toList(),
                requests);
    }

    private void end(long number, RequestInfo info) {
        living.remove(number);
        over.addFirst(info);
        if (over.size() > REQUESTS_OVER) over.removeLast();
    }
}
