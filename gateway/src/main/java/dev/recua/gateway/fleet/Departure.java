package dev.recua.gateway.fleet;

import java.util.List;
import java.util.OptionalInt;

/// How a child ended.
///
/// @param how      for a person: `exit code 1`, `killed by SIGKILL`
/// @param exitCode as the system reports it; 128 + n for signal n
/// @param log      its last lines, oldest first
public record Departure(String how, OptionalInt exitCode, List<String> log) {
    public Departure {
        log = List.copyOf(log);
    }
}
