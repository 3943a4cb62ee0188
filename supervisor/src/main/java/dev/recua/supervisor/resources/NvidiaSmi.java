package dev.recua.supervisor.resources;

import dev.recua.supervisor.engine.io.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// Asks NVIDIA's `nvidia-smi`, for all processes at once and at most once in [#EVERY]: have one of
/// it for all children. Who asks never waits for it: it is given what was known last, and the tool
/// is run beside.
///
/// A process without a line in its answer is unknown, not zero: inside a container the tool sees
/// other pids than we do. A machine without the tool is asked again after [#ABSENT_FOR].
public final class NvidiaSmi implements GpuMemory {
    /// Between two runs of the tool.
    public static final Duration EVERY = Duration.ofSeconds(5);

    /// How long a missing tool counts as missing.
    public static final Duration ABSENT_FOR = Duration.ofMinutes(10);

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final List<String> QUESTION =
            List.of(
                    "nvidia-smi",
                    "--query-compute-apps=pid,used_gpu_memory",
                    "--format=csv,noheader,nounits");

    private final Tool tool;
    private final LongSupplier nanos;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Answer last;

    /// The tool of this machine, found on its `PATH`.
    public NvidiaSmi() {
        this(NvidiaSmi::run, System::nanoTime);
    }

    NvidiaSmi(Tool tool, LongSupplier nanos) {
        this.tool = tool;
        this.nanos = nanos;
        this.last = new Answer(Map.of(), nanos.getAsLong());
    }

    /// Runs the tool.
    @FunctionalInterface
    interface Tool {
        /// Runs it once.
        ///
        /// @return what it printed; empty when it failed or took too long
        /// @throws IOException when there is no such tool
        Optional<String> ask() throws IOException, InterruptedException;
    }

    /// @param bytesByPid what it said
    /// @param validUntil in nanoseconds: then it is asked again
    private record Answer(Map<Long, Long> bytesByPid, long validUntil) {}

    @Override
    public OptionalLong of(long pid) {
        Answer known = last;
        if (nanos.getAsLong() - known.validUntil() >= 0 && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("nvidia-smi").start(this::ask);
        }
        Long bytes = known.bytesByPid().get(pid);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private void ask() {
        try {
            Map<Long, Long> said = tool.ask().map(NvidiaSmi::parse).orElse(Map.of());
            last = new Answer(said, nanos.getAsLong() + EVERY.toNanos());
        } catch (IOException absent) {
            last = new Answer(Map.of(), nanos.getAsLong() + ABSENT_FOR.toNanos());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            asking.set(false);
        }
    }

    /// Lines `pid, MiB`; one process has a line for each card that it uses. Lines with another
    /// shape (`[N/A]`, messages) tell nothing.
    static Map<Long, Long> parse(String printed) {
        Map<Long, Long> bytes = new HashMap<>();
        for (String line : printed.split("\\R", -1)) {
            String[] fields = line.split(",", -1);
            if (fields.length != 2) continue;
            String pid = fields[0].strip();
            String mebibytes = fields[1].strip();
            if (!pid.matches("\\d{1,10}") || !mebibytes.matches("\\d{1,9}")) continue;
            bytes.merge(Long.parseLong(pid), Long.parseLong(mebibytes) * 1024 * 1024, Long::sum);
        }
        return Map.copyOf(bytes);
    }

    private static Optional<String> run() throws IOException, InterruptedException {
        var result = Command.of(QUESTION, LIMIT).run();
        return result.succeeded() ? Optional.of(result.out()) : Optional.empty();
    }
}
