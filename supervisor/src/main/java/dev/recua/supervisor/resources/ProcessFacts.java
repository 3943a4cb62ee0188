package dev.recua.supervisor.resources;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a system tells of a process now; empty is unknown.
///
/// @param rss       resident memory in bytes
/// @param cpuTime   processor time of all its threads since its start
/// @param threads   its threads
/// @param openFiles its open files, sockets and pipes
/// @param born      tells two processes apart that had the same pid, by whatever the system has
public record ProcessFacts(
        OptionalLong rss,
        Optional<Duration> cpuTime,
        OptionalInt threads,
        OptionalInt openFiles,
        Optional<String> born) {

    /// Nothing is known, or there is no such process.
    public static final ProcessFacts NONE =
            new ProcessFacts(
                    OptionalLong.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty());
}
