package dev.recua.gateway.events.socketio;

import dev.recua.client.wire.WireJson;
import java.time.Duration;
import java.util.List;

/// The text frames that a server sends. Pure.
final class Frame {
    /// Are you there?
    static final String PING = "2";

    private Frame() {}

    /// What a client gets first.
    record Open(
            String sid,
            List<String> upgrades,
            long pingInterval,
            long pingTimeout,
            int maxPayload) {}

    /// @param sid        of the connection
    /// @param maxPayload largest frame that is taken, bytes
    static String open(String sid, Duration pingInterval, Duration pingTimeout, int maxPayload) {
        return "0"
                + json(
                        new Open(
                                sid,
                                List.of(),
                                pingInterval.toMillis(),
                                pingTimeout.toMillis(),
                                maxPayload));
    }

    /// It has entered the main namespace.
    ///
    /// @param sid its id there, the one that its programs see
    static String letIn(String sid) {
        return "40{\"sid\":" + json(sid) + "}";
    }

    /// It may not enter that namespace.
    static String refused(String namespace, String why) {
        return "44" + namespace + ",{\"message\":" + json(why) + "}";
    }

    /// An event.
    ///
    /// @param value JSON
    static String event(String name, String value) {
        return "42[" + json(name) + "," + value + "]";
    }

    /// The answer to the event with this number.
    ///
    /// @param value JSON
    static String answer(long id, String value) {
        return "43" + id + "[" + value + "]";
    }

    private static String json(Object value) {
        return WireJson.mapper().writeValueAsString(value);
    }
}
