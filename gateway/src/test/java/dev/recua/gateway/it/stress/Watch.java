package dev.recua.gateway.it.stress;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks at a gateway from a thread of its own: at its engines all the time, at its memory and its
/// descriptors now and then, and at its heap least often, because that stops it for a moment.
final class Watch implements AutoCloseable {
    private static final long ENGINES_EVERY_MS = 50;

    private final Subject subject;
    private final long began = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Heap> heaps = new ArrayList<>();
    private final Set<Long> pids = new HashSet<>();
    private int mostEngines;
    private int looks;
    private @Nullable Throwable failure;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    /// Objects in use after a full collection.
    record Heap(double seconds, long bytes) {}

    /// @param sampleEvery between two looks at memory and descriptors
    /// @param heapEvery   between two looks at the heap; ZERO for none
    Watch(Subject subject, Duration sampleEvery, Duration heapEvery) {
        this.subject = subject;
        every(Duration.ofMillis(ENGINES_EVERY_MS), this::lookAtEngines);
        every(sampleEvery, this::sample);
        if (heapEvery.isPositive()) every(heapEvery, this::lookAtHeap);
    }

    /// The looks at memory and descriptors, in order.
    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /// The looks at the heap, in order.
    synchronized List<Heap> heaps() {
        return List.copyOf(heaps);
    }

    /// The most engines that were seen at once.
    synchronized int mostEngines() {
        return mostEngines;
    }

    /// How many different engines it has seen.
    synchronized int enginesSeen() {
        return pids.size();
    }

    /// How often it has looked at the engines.
    synchronized int looks() {
        return looks;
    }

    /// Ends the looking.
    ///
    /// @throws IllegalStateException when a look failed
    @Override
    public void close() {
        thread.close();
        synchronized (this) {
            if (failure != null) throw new IllegalStateException("a look failed", failure);
        }
    }

    private interface Look {
        void look() throws IOException, InterruptedException;
    }

    private void every(Duration period, Look look) {
        thread.scheduleWithFixedDelay(
                () -> looked(look), 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void looked(Look look) {
        try {
            look.look();
        } catch (IOException | RuntimeException | InterruptedException e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private void lookAtEngines() {
        Set<ProcessHandle> engines = subject.engines().get();
        synchronized (this) {
            looks++;
            mostEngines = Math.max(mostEngines, engines.size());
            engines.forEach(engine -> pids.add(engine.pid()));
        }
    }

    private void sample() throws IOException {
        var sample =
                new Sample(
                        seconds(),
                        subject.rss(),
                        subject.descriptors(),
                        subject.connections(),
                        subject.engines().get().size());
        synchronized (this) {
            samples.add(sample);
        }
    }

    private void lookAtHeap() throws IOException, InterruptedException {
        var heap = new Heap(seconds(), subject.liveHeap());
        synchronized (this) {
            heaps.add(heap);
        }
    }

    private double seconds() {
        return Math.round((System.nanoTime() - began) / 1e7) / 100.0;
    }
}
