package dev.recua.gateway.fleet;

import java.util.List;
import java.util.OptionalInt;

/// How a child ended.
///
/// @param gone     false when the process is still there and only its connection broke
/// @param how      for a person: `exit 1`, `exit 137 (SIGKILL)`
/// @param exitCode as the system reports it; 128 + n for signal n
/// @param log      its last lines, oldest first
public record Departure(boolean gone, String how, OptionalInt exitCode, List<String> log) {
    public Departure {
        log = List.copyOf(log);
    }

    /// The end of a process.
    public static Departure of(String how, OptionalInt exitCode, List<String> log) {
        return new Departure(true, how, exitCode, log);
    }
}
