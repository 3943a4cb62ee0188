package dev.recua.client.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// Connections to servers, so many to each at most, by base URL. Who finds every place taken waits
/// in line; the first who came is the first who gets one.
///
/// A place is taken for one request and free again when its answer was read to its end or closed: a
/// stream holds its place until then. A connection whose answer was read to its end is kept for the
/// next request, for as long as the server says (`Keep-Alive: timeout`, less one second). When it
/// says nothing, a connection of plain `http` is kept for 4 s, because llama-server closes them
/// after 5 and other local engines do likewise, and one of `https` for `maxIdleTime`; never longer
/// than that. (The JDK's own limit, the system property `jdk.httpclient.keepalive.timeout`, 30 s,
/// holds too.) Time is looked at when a request comes and when somebody counts.
///
/// Any thread may use it. Several clients may share one; whoever made it closes it.
public final class ConnectionPool implements AutoCloseable {
    private final Limits limits;
    private final Tls tls;
    private final InstantSource clock;
    private final Map<URI, Lane> lanes = new HashMap<>();
    private boolean closed;

    /// How many, how long kept, how long waited for.
    ///
    /// @param maxConnections    to one base URL at once, at least 1
    /// @param maxIdleTime       how long a connection without a request is kept at most
    /// @param connectionTimeout how long a request may wait for a place
    public record Limits(int maxConnections, Duration maxIdleTime, Duration connectionTimeout) {
        /// Those of source 002: 5 connections, 300,000 ms, 10,000 ms.
        public static final Limits DEFAULT =
                new Limits(5, Duration.ofMinutes(5), Duration.ofSeconds(10));

        /// As many at once as there are requests.
        public static final Limits UNLIMITED =
                new Limits(Integer.MAX_VALUE, Duration.ofMinutes(5), Duration.ofSeconds(10));

        public Limits {
            if (maxConnections < 1)
                throw new IllegalArgumentException(
                        "maxConnections must be at least 1, was " + maxConnections);
            if (maxIdleTime.isNegative())
                throw new IllegalArgumentException("maxIdleTime is negative: " + maxIdleTime);
            if (connectionTimeout.isNegative())
                throw new IllegalArgumentException(
                        "connectionTimeout is negative: " + connectionTimeout);
        }
    }

    /// How a pool is used at one moment.
    ///
    /// @param active  requests that hold a place
    /// @param idle    connections that are kept for a next request, as far as we know: one that the
    ///     server has closed meanwhile counts until the next look
    /// @param waiting requests in line for a place
    /// @param most    the most that were active at once
    public record Counts(int active, int idle, int waiting, int most) {}

    private ConnectionPool(Limits limits, Tls tls, InstantSource clock) {
        this.limits = limits;
        this.tls = tls;
        this.clock = clock;
    }

    /// A pool with the certificate authorities that this Java knows.
    public static ConnectionPool of(Limits limits) {
        return of(limits, Tls.usual());
    }

    /// A pool that takes these authorities' word.
    public static ConnectionPool of(Limits limits, Tls tls) {
        return of(limits, tls, InstantSource.system());
    }

    /// The same with a clock of the caller: it says how long a connection was idle.
    public static ConnectionPool of(Limits limits, Tls tls, InstantSource clock) {
        return new ConnectionPool(limits, tls, clock);
    }

    /// What it may.
    public Limits limits() {
        return limits;
    }

    /// Another pool like this one, without a limit of connections.
    ConnectionPool unlimited() {
        var endless =
                new Limits(Integer.MAX_VALUE, limits.maxIdleTime(), limits.connectionTimeout());
        return new ConnectionPool(endless, tls, clock);
    }

    /// Takes a place, waiting for it if need be.
    ///
    /// @throws PoolTimeout           when none became free in time
    /// @throws IllegalStateException after [#close]
    Place take(URI base) throws IOException, InterruptedException {
        return lane(base).take(limits.connectionTimeout());
    }

    private synchronized Lane lane(URI base) {
        if (closed) throw new IllegalStateException("the connection pool was closed");
        return lanes.computeIfAbsent(base, this::open);
    }

    private Lane open(URI base) {
        boolean secure = base.getScheme().equalsIgnoreCase("https");
        Duration kept = secure ? limits.maxIdleTime() : shorter(Lane.PLAIN_KEPT);
        return new Lane(limits, kept, () -> client(base), clock);
    }

    private Duration shorter(Duration kept) {
        return kept.compareTo(limits.maxIdleTime()) < 0 ? kept : limits.maxIdleTime();
    }

    /// HTTP/1.1 only: llama-server speaks nothing else, and with HTTP/2 allowed the JDK's client
    /// sends `Upgrade: h2c` with the first plain request.
    private HttpClient client(URI base) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Transport.CONNECT_LIMIT)
                .sslContext(tls.contextFor(base.getScheme()))
                .build();
    }

    /// How it is used by one base URL.
    public Counts counts(URI base) {
        Lane lane;
        synchronized (this) {
            lane = lanes.get(base);
        }
        return lane == null ? new Counts(0, 0, 0, 0) : lane.counts();
    }

    /// How it is used by all; `most` is the sum of what each base URL had at most.
    public Counts counts() {
        List<Counts> each = all().stream().map(Lane::counts).toList();
        return new Counts(
                sum(each, Counts::active),
                sum(each, Counts::idle),
                sum(each, Counts::waiting),
                sum(each, Counts::most));
    }

    private static int sum(List<Counts> each, ToIntFunction<Counts> count) {
        return each.stream().mapToInt(count).sum();
    }

    private synchronized Collection<Lane> all() {
        return List.copyOf(lanes.values());
    }

    /// Closes the connections that were idle for too long. A request and a count do it, too.
    public void evictIdle() {
        all().forEach(Lane::evictIdle);
    }

    /// Ends every request and closes every connection at once. Closing twice does no harm.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(Lane::close);
    }
}
