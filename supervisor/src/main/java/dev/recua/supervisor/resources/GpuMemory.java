package dev.recua.supervisor.resources;

import java.util.OptionalLong;

/// How much memory of graphics cards a process holds. Thread-safe.
@FunctionalInterface
public interface GpuMemory {
    /// For machines without a tool that tells.
    GpuMemory UNKNOWN = pid -> OptionalLong.empty();

    /// Bytes on all cards together; empty when it is not known.
    OptionalLong of(long pid);
}
