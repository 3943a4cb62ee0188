package dev.recua.gateway.events;

import java.util.Set;

/// Which changes a subscriber wants.
///
/// @param names of events; empty: all of them
public record Only(Set<String> names) {
    /// Every change.
    public static final Only ALL = new Only(Set.of());

    public Only {
        names = Set.copyOf(names);
    }

    boolean wants(String name) {
        return names.isEmpty() || names.contains(name);
    }
}
