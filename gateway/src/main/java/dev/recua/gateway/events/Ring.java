package dev.recua.gateway.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The last changes, for subscribers that come back. Used by one thread at a time.
final class Ring {
    private static final Pattern ID = Pattern.compile("([^-]+)-(\\d{1,18})");

    private final String epoch;
    private final int size;
    private final Deque<Change> changes = new ArrayDeque<>();
    private long last;

    /// @param epoch of the gateway's life
    /// @param size  how many changes are kept, at least 1
    Ring(String epoch, int size) {
        if (size < 1) throw new IllegalArgumentException("size must be at least 1, was " + size);
        this.epoch = epoch;
        this.size = size;
    }

    /// The next change.
    Change add(String name, Object value) {
        var change = new Change(epoch, ++last, name, value);
        if (changes.size() == size) changes.removeFirst();
        changes.addLast(change);
        return change;
    }

    /// Number of the last change; 0 before the first.
    long last() {
        return last;
    }

    /// What came after the change with this id.
    ///
    /// @param id as it was told; of a snapshot or a change
    /// @return empty when that is not known any more, or never was: another epoch, too long ago,
    /// not
    ///     an id of ours
    Optional<List<Change>> since(String id) {
        var parts = ID.matcher(id);
        if (!parts.matches() || !parts.group(1).equals(epoch)) return Optional.empty();
        long seen = Long.parseLong(parts.group(2));
        boolean known = seen <= last && seen >= last - changes.size();
        if (!known) return Optional.empty();
        return Optional.of(changes.stream().filter(change -> change.number() > seen).toList());
    }
}
