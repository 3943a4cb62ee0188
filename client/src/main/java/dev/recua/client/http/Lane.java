package dev.recua.client.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connections to one base URL.
///
/// llama-server closes a connection that was idle for 5 s (0.7.0: `Keep-Alive: timeout=5,
/// max=100`). A request that meets this moment is lost, and the JDK's client, which keeps
/// connections for 30 s and allows no other figure for one client alone, repeats no POST. So the
/// client is replaced by a new one when no connection came back for that long; answers that are
/// still read go on with the old one, which ends with the last of them.
///
/// The JDK's client does not say whether a request travels on a kept connection or on a new one. It
/// takes a kept one whenever it has one, so it is enough to count those that came back. Any thread.
final class Lane {
    /// Under the engine's 5 s by more than a request takes to arrive.
    static final Duration PLAIN_KEPT = Duration.ofSeconds(4);

    private final Semaphore places;
    private final Duration maxKept;
    private final Duration usuallyKept;
    private final Supplier<HttpClient> maker;
    private final InstantSource clock;
    private final List<HttpClient> leaving = new ArrayList<>();
    private @Nullable Connections now;
    private int active;
    private int most;
    private boolean closed;

    /// The connections of one `HttpClient`.
    static final class Connections {
        final HttpClient client;
        private int kept;
        private int users;
        private boolean retired;
        private Instant keptUntil = Instant.MAX;

        Connections(HttpClient client) {
            this.client = client;
        }
    }

    /// @param usuallyKept how long a connection is kept when the server says nothing
    Lane(
            ConnectionPool.Limits limits,
            Duration usuallyKept,
            Supplier<HttpClient> maker,
            InstantSource clock) {
        this.places = new Semaphore(limits.maxConnections(), true);
        this.maxKept = limits.maxIdleTime();
        this.usuallyKept = usuallyKept;
        this.maker = maker;
        this.clock = clock;
    }

    Place take(Duration limit) throws PoolTimeout, InterruptedException {
        if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) throw new PoolTimeout(limit);
        try {
            return taken();
        } catch (RuntimeException | Error e) {
            places.release();
            throw e;
        }
    }

    private synchronized Place taken() {
        Connections connections = current();
        active++;
        most = Math.max(most, active);
        return place(connections);
    }

    private Place place(Connections connections) {
        boolean reused = connections.kept > 0;
        if (reused) connections.kept--;
        connections.users++;
        return new Place(this, connections, reused, clock);
    }

    private Connections current() {
        if (closed) throw new IllegalStateException("the connection to the server was closed");
        evictIdle();
        Connections mine = now;
        if (mine == null) {
            mine = new Connections(maker.get());
            now = mine;
        }
        return mine;
    }

    /// A place on a connection that is new for sure, in exchange for one whose kept connection
    /// turned out to be dead.
    synchronized Place renewed(Connections dead) {
        retire();
        Place fresh = place(current());
        left(dead);
        return fresh;
    }

    /// @param announced how long the server keeps the connection; null when it does not say
    synchronized void keep(Connections mine, @Nullable Duration announced) {
        Duration limit = announced == null ? usuallyKept : announced.minusSeconds(1);
        if (limit.compareTo(maxKept) > 0) limit = maxKept;
        if (limit.isNegative() || limit.isZero()) return;
        mine.kept++;
        mine.keptUntil = clock.instant().plus(limit);
    }

    void give(Connections mine) {
        synchronized (this) {
            active--;
            left(mine);
        }
        places.release();
    }

    private void left(Connections mine) {
        mine.users--;
        if (mine.retired && mine.users == 0) mine.client.shutdown();
    }

    synchronized void evictIdle() {
        Connections mine = now;
        if (mine != null && mine.kept > 0 && !clock.instant().isBefore(mine.keptUntil)) retire();
    }

    /// Whoever has a place there may not have sent yet, and a client that was shut down refuses:
    /// the
    /// last one to leave shuts it down.
    private void retire() {
        Connections mine = now;
        now = null;
        if (mine == null) return;
        mine.retired = true;
        if (mine.users == 0) mine.client.shutdown();
        leaving.removeIf(HttpClient::isTerminated);
        leaving.add(mine.client);
    }

    synchronized ConnectionPool.Counts counts() {
        evictIdle();
        int idle = now == null ? 0 : now.kept;
        return new ConnectionPool.Counts(active, idle, places.getQueueLength(), most);
    }

    synchronized void close() {
        closed = true;
        retire();
        leaving.forEach(HttpClient::shutdownNow);
    }
}
