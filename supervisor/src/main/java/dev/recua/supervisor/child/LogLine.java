package dev.recua.supervisor.child;

import java.time.Instant;

/// One line that an engine said, or that we say about its lines.
///
/// @param at    when we read it
/// @param level how much it matters; see [EngineLine] for how it is known
/// @param text  the line without its end, at most about 4 KiB, secrets masked
public record LogLine(Instant at, LogLevel level, String text) {}
