package dev.recua.supervisor.resources;

import dev.recua.supervisor.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/// Measures what one process uses, and remembers the last [#KEPT] measurements. Thread-safe; a
/// measurement reads a few small files and runs no program.
///
/// It belongs to the process that had the pid at the first measurement: when that one has ended,
/// everything is unknown, also when another got its pid.
public final class ResourceMeter {
    /// How many measurements are remembered.
    public static final int KEPT = 120;

    /// Processor times are counted in ticks of 10 ms: over less than this the number is noise, and
    /// the one before is given again.
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final long pid;
    private final ProcessReading reading;
    private final GpuMemory gpu;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Deque<ResourceUsage> history = new ArrayDeque<>();
    private Optional<String> born = Optional.empty();
    private Optional<Mark> mark = Optional.empty();
    private OptionalDouble cpu = OptionalDouble.empty();

    ResourceMeter(
            long pid,
            ProcessReading reading,
            GpuMemory gpu,
            InstantSource clock,
            LongSupplier nanos) {
        this.pid = pid;
        this.reading = reading;
        this.gpu = gpu;
        this.clock = clock;
        this.nanos = nanos;
    }

    /// A meter that knows nothing of graphics cards.
    public static ResourceMeter of(long pid) {
        return of(pid, GpuMemory.UNKNOWN);
    }

    /// A meter that asks `gpu` for the memory of graphics cards.
    ///
    /// @param gpu one for all meters of a program, for instance a [NvidiaSmi]
    public static ResourceMeter of(long pid, GpuMemory gpu) {
        return new ResourceMeter(
                pid, ProcessReading.ofThisMachine(), gpu, InstantSource.system(), System::nanoTime);
    }

    /// Processor time at a moment.
    private record Mark(long at, Duration cpuTime) {}

    /// Measures now and remembers it.
    public synchronized ResourceUsage sample() {
        ResourceUsage usage = usage(facts(), clock.instant());
        if (history.size() == KEPT) history.removeFirst();
        history.addLast(usage);
        return usage;
    }

    /// The remembered measurements, oldest first.
    public synchronized List<ResourceUsage> history() {
        return List.copyOf(history);
    }

    /// Measures again and again on a virtual thread of its own, until the subscription is closed.
    ///
    /// @param pause between two measurements; more than zero
    public Subscription every(Duration pause) {
        if (!pause.isPositive())
            throw new IllegalArgumentException("pause must be positive, was " + pause);
        Thread thread = Thread.ofVirtual().name("resources-" + pid).start(() -> measure(pause));
        return thread::interrupt;
    }

    private void measure(Duration pause) {
        try {
            while (true) {
                ResourceUsage ignored = sample();
                Thread.sleep(pause);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private ProcessFacts facts() {
        ProcessFacts facts = reading.read(pid);
        if (born.isEmpty()) born = facts.born();
        return facts.born().equals(born) ? facts : ProcessFacts.NONE;
    }

    private ResourceUsage usage(ProcessFacts facts, Instant now) {
        if (facts.equals(ProcessFacts.NONE)) return ResourceUsage.unknown(now);
        facts.cpuTime().ifPresent(this::mark);
        return new ResourceUsage(
                now, facts.rss(), cpu, facts.threads(), facts.openFiles(), gpu.of(pid));
    }

    private void mark(Duration cpuTime) {
        long now = nanos.getAsLong();
        if (mark.isPresent()) {
            long elapsed = now - mark.get().at();
            if (elapsed < SHORTEST.toNanos()) return;
            long used = cpuTime.minus(mark.get().cpuTime()).toNanos();
            cpu = OptionalDouble.of(Math.max(0, (double) used / elapsed));
        }
        mark = Optional.of(new Mark(now, cpuTime));
    }
}
