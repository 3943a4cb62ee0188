package dev.recua.supervisor.resources;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What Java tells of a process on every system: its processor time.
final class JavaReading implements ProcessReading {
    @Override
    public ProcessFacts read(long pid) {
        Optional<ProcessHandle> alive = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (alive.isEmpty()) return ProcessFacts.NONE;
        ProcessHandle.Info info = alive.get().info();
        return new ProcessFacts(
                OptionalLong.empty(),
                info.totalCpuDuration(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                info.startInstant().map(Instant::toString));
    }
}
