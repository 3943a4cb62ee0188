package dev.recua.client.http;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One request's place in a [ConnectionPool], and the client that carries it. Given back once.
final class Place {
    /// A connection that was dead before the request says so within one way there and back.
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final Lane lane;
    private final Lane.Connections connections;
    private final boolean reused;
    private final InstantSource clock;
    private final Instant taken;
    private final AtomicBoolean over = new AtomicBoolean();

    Place(Lane lane, Lane.Connections connections, boolean reused, InstantSource clock) {
        this.lane = lane;
        this.connections = connections;
        this.reused = reused;
        this.clock = clock;
        this.taken = clock.instant();
    }

    HttpClient client() {
        return connections.client;
    }

    /// Whether a request that just broke may have met a connection that was dead before it: an
    /// earlier one had used it, and it broke at once. A server that breaks it later had the request
    /// and may have worked on it.
    boolean mayHaveBeenDead() {
        return reused && clock.instant().isBefore(taken.plus(AT_ONCE));
    }

    /// The same place with a new connection. This one is of no use any more.
    Place renewed() {
        try {
            Place fresh = lane.renewed(connections);
            over.set(true);
            return fresh;
        } finally {
            end();
        }
    }

    /// The answer with these headers was read to its end: its connection can serve the next
    /// request, unless the server closes it.
    void endWhole(HttpHeaders headers) {
        if (!over.compareAndSet(false, true)) return;
        boolean closes =
                headers.allValues("Connection").stream().anyMatch("close"::equalsIgnoreCase);
        if (!closes) lane.keep(connections, announced(headers));
        lane.give(connections);
    }

    /// The request is over, and its connection with it. Twice is once.
    void end() {
        if (over.compareAndSet(false, true)) lane.give(connections);
    }

    /// `Keep-Alive: timeout=5, max=100` is 5 s.
    private static @Nullable Duration announced(HttpHeaders headers) {
        for (String value : headers.allValues("Keep-Alive")) {
            for (String part : value.split(",", -1)) {
                String word = part.strip().toLowerCase(java.util.Locale.ROOT);
                if (!word.startsWith("timeout=")) continue;
                String seconds = word.substring("timeout=".length()).strip();
                // More digits would be more than thirty years.
                if (seconds.matches("[0-9]{1,9}"))
                    return Duration.ofSeconds(Long.parseLong(seconds));
            }
        }
        return null;
    }
}
