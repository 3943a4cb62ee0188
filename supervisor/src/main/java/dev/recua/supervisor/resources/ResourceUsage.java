package dev.recua.supervisor.resources;

import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a process used at one moment; empty is unknown: the system does not tell, or it has ended.
///
/// @param at        when it was measured
/// @param rss       resident memory in bytes
/// @param cpu       processor cores in use since the measurement before; empty in the first one
/// @param threads   its threads
/// @param openFiles its open files, sockets and pipes
/// @param gpuMemory bytes of memory on all graphics cards
public record ResourceUsage(
        Instant at,
        OptionalLong rss,
        OptionalDouble cpu,
        OptionalInt threads,
        OptionalInt openFiles,
        OptionalLong gpuMemory) {

    /// Nothing is known.
    public static ResourceUsage unknown(Instant at) {
        return new ResourceUsage(
                at,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }
}
