package dev.recua.gateway.events;

import dev.recua.client.wire.WireJson;
import org.jspecify.annotations.Nullable;

/// One change, with the whole new value of what changed. Never changes itself; any thread.
final class Change {
    private final String epoch;
    private final long number;
    private final String name;
    private final Object value;
    private volatile @Nullable String json;

    /// @param epoch  of the gateway's life; without `-`
    /// @param number counts changes from 1
    /// @param name   of the event; see [EventNames]
    /// @param value  a record that never changes
    Change(String epoch, long number, String name, Object value) {
        this.epoch = epoch;
        this.number = number;
        this.name = name;
        this.value = value;
    }

    long number() {
        return number;
    }

    String name() {
        return name;
    }

    Object value() {
        return value;
    }

    /// By which a subscriber names it that comes back.
    String id() {
        return epoch + "-" + number;
    }

    /// The value as JSON: written when the first one needs it, once for all.
    String json() {
        String written = json;
        if (written == null) {
            written = WireJson.mapper().writeValueAsString(value);
            json = written;
        }
        return written;
    }

    @Override
    public String toString() {
        return id() + " " + name;
    }
}
