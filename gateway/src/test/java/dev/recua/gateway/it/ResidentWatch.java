package dev.recua.gateway.it;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks at the engines of a gateway all the time, from a thread of its own, and remembers the most
/// that were alive at once.
final class ResidentWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 5;

    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final Set<Long> pids = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();

    ResidentWatch(RunningGateway gateway) {
        watcher.scheduleWithFixedDelay(
                () -> {
                    Set<ProcessHandle> children = gateway.children();
                    most.accumulateAndGet(children.size(), Math::max);
                    children.forEach(child -> pids.add(child.pid()));
                    looks.incrementAndGet();
                },
                0,
                EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /// The most engines that were seen at once.
    int most() {
        return most.get();
    }

    /// How often it has looked.
    int looks() {
        return looks.get();
    }

    /// How many different engines it has seen.
    int seen() {
        return pids.size();
    }

    @Override
    public void close() {
        watcher.close();
    }
}
