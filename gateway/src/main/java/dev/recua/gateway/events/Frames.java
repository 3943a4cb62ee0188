package dev.recua.gateway.events;

import dev.recua.supervisor.Subscription;
import java.util.Optional;

/// What one client is sent, frame after frame. Used by one thread at a time.
interface Frames extends Subscription {
    /// The next frame, complete; empty when there is none for now. Whoever made this wakes the
    /// client when there is one.
    Optional<String> next();

    /// One event of a stream as the HTML standard describes it.
    ///
    /// @param data without line breaks
    static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    /// The same, with an id that a client repeats when it comes back.
    static String event(String id, String name, String data) {
        return "id: " + id + "\n" + event(name, data);
    }
}
