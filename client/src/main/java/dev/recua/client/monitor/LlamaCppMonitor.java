package dev.recua.client.monitor;

import dev.recua.client.event.Registration;
import dev.recua.client.llama.LlamaCppApi;
import dev.recua.client.llama.ServerHealth;
import dev.recua.client.llama.ServerMetrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks a llama-server every 30 s whether it is well, and keeps what it found.
///
/// ```java
/// try (var monitor = LlamaCppMonitor.of(api, metrics)) {
///     monitor.addListener(check -> log.info(check.status().status().wire()));
///     monitor.startHealthMonitoring();
///     …
/// }
/// ```
///
/// There is one loop at most, on a virtual thread of its own, and checks never overlap: one that
/// takes longer than the interval lets the next ones fall out. Any thread may call it. The loop is
/// ended by [#stopHealthMonitoring] and [#close], which also end a check that is under way.
public final class LlamaCppMonitor implements AutoCloseable {
    /// How often it asks unless told otherwise.
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    /// How long one check may take.
    public static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    /// How many checks are remembered.
    public static final int HISTORY = 100;

    private static final Logger LOG = System.getLogger(LlamaCppMonitor.class.getName());

    private final MonitoredServer server;
    private final Metrics metrics;
    private final Time time;
    private final ReentrantLock checking = new ReentrantLock(true);
    private final Deque<HealthCheck> history = new ArrayDeque<>();
    private final List<Consumer<HealthCheck>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Thread loop;
    private boolean closed;

    LlamaCppMonitor(MonitoredServer server, Metrics metrics, Time time) {
        this.server = server;
        this.metrics = metrics;
        this.time = time;
    }

    /// A monitor of this server. Nothing is asked yet.
    ///
    /// @param metrics where checks are counted, and what [#getClientMetrics] tells
    public static LlamaCppMonitor of(LlamaCppApi api, Metrics metrics) {
        return of(MonitoredServer.of(api), metrics);
    }

    /// The same of any server that can be asked so.
    public static LlamaCppMonitor of(MonitoredServer server, Metrics metrics) {
        return new LlamaCppMonitor(server, metrics, Time.SYSTEM);
    }

    /// Checks now and then every 30 s. Does nothing when it does so already.
    ///
    /// @throws IllegalStateException after [#close]
    public void startHealthMonitoring() {
        startHealthMonitoring(DEFAULT_INTERVAL);
    }

    /// Checks now and then at each interval. Does nothing when it does so already, at whatever
    /// interval.
    ///
    /// @param interval from the beginning of one check to that of the next
    /// @throws IllegalStateException after [#close]
    public synchronized void startHealthMonitoring(Duration interval) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("interval must be above 0, was " + interval);
        }
        if (closed) throw new IllegalStateException("the monitor was closed");
        if (loop != null) return;
        loop = Thread.ofVirtual().name("recua-health").start(() -> checkAgainAndAgain(interval));
    }

    private void checkAgainAndAgain(Duration interval) {
        try {
            long due = time.nanos();
            while (!Thread.interrupted()) {
                checkHealth();
                long now = time.nanos();
                long missed = Math.max(0, (now - due) / interval.toNanos());
                due += (missed + 1) * interval.toNanos();
                time.sleep(Duration.ofNanos(due - now));
            }
        } catch (InterruptedException stopped) {
            LOG.log(Level.DEBUG, "health monitoring was stopped");
        }
    }

    /// Ends the loop and a check of it that is under way. It can be started again.
    public synchronized void stopHealthMonitoring() {
        if (loop != null) loop.interrupt();
        loop = null;
    }

    /// Whether the loop runs.
    public synchronized boolean isRunning() {
        return loop != null;
    }

    /// Checks once, now, and counts it; waits for a check that is under way. May take
    /// [#PROBE_TIMEOUT].
    public HealthStatus checkHealth() throws InterruptedException {
        HealthCheck check;
        checking.lockInterruptibly();
        try {
            HealthStatus found = ask();
            check = new HealthCheck(time.now(), found);
            metrics.checked(check);
            remember(check);
        } finally {
            checking.unlock();
        }
        tell(check);
        return check.status();
    }

    private HealthStatus ask() throws InterruptedException {
        long began = time.nanos();
        try {
            ServerHealth health = server.health(PROBE_TIMEOUT);
            if (health.isOk()) return HealthStatus.healthy(millisSince(began), health.answer());
            return HealthStatus.unhealthy(
                    millisSince(began), "The server still loads its model; it will be ready soon.");
        } catch (RuntimeException e) { // an LlmException, or a client that was closed meanwhile
            @Nullable String words = e.getMessage();
            return HealthStatus.unhealthy(
                    millisSince(began), words == null ? e.getClass().getSimpleName() : words);
        }
    }

    private long millisSince(long began) {
        return Math.max(0, Duration.ofNanos(time.nanos() - began).toMillis());
    }

    private void remember(HealthCheck check) {
        synchronized (history) {
            if (history.size() == HISTORY) history.removeFirst();
            history.addLast(check);
        }
    }

    private void tell(HealthCheck check) {
        for (Consumer<HealthCheck> listener : listeners) {
            try {
                listener.accept(check);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a listener of health checks failed", e);
            }
        }
    }

    /// The last checks, at most [#HISTORY], the oldest first.
    public List<HealthCheck> history() {
        synchronized (history) {
            return List.copyOf(history);
        }
    }

    /// Tells `listener` of each check from now on, on the thread that made it: it must not wait
    /// long.
    ///
    /// @return ends that when closed
    public Registration addListener(Consumer<HealthCheck> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// What the server counted, now.
    ///
    /// @throws dev.recua.client.llama.NotOffered when it runs without `--metrics`
    public ServerMetrics getServerMetrics() throws InterruptedException {
        return server.metrics();
    }

    /// What the requests and health checks of this client came to.
    public ClientMetrics getClientMetrics() {
        return metrics.snapshot();
    }

    /// Ends the loop for good and forgets every listener.
    @Override
    public synchronized void close() {
        closed = true;
        listeners.clear();
        stopHealthMonitoring();
    }
}
