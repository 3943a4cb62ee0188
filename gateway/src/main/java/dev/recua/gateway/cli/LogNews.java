package dev.recua.gateway.cli;

import java.util.List;

/// Which lines of a log are new since it was last looked at, when all that can be had is its last
/// lines: the old lines and the new ones overlap, and what follows the overlap is new.
///
/// Pure. The longest overlap counts, so nothing is told twice.
///
/// @param fresh    the lines that are new, in their order
/// @param gap      whether the two looks share no line: lines in between were missed, or the log
///     began anew
record LogNews<T>(List<T> fresh, boolean gap) {
    LogNews {
        fresh = List.copyOf(fresh);
    }

    /// @param before the last lines at the last look
    /// @param now    the last lines at this look
    static <T> LogNews<T> since(List<T> before, List<T> now) {
        for (int from = Math.max(0, before.size() - now.size()); from < before.size(); from++) {
            int overlap = before.size() - from;
            if (before.subList(from, before.size()).equals(now.subList(0, overlap))) {
                return new LogNews<>(now.subList(overlap, now.size()), false);
            }
        }
        return new LogNews<>(now, !before.isEmpty() && !now.isEmpty());
    }
}
