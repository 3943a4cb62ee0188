package dev.recua.gateway.it.stress;

import java.time.Duration;

/// How a client behaves while it waits for its answer.
sealed interface Conduct {
    /// Reads whatever comes, as it comes.
    record Patient() implements Conduct {}

    /// Reads at most `bytes` at a time and rests after each.
    record Slow(int bytes, Duration rest) implements Conduct {}

    /// Leaves after this time, whatever has come: while it waits, while the model loads, or later.
    ///
    /// @param abrupt with a reset instead of an orderly end
    record LeavesAfter(Duration time, boolean abrupt) implements Conduct {}

    /// Leaves as soon as so much of the body has come.
    ///
    /// @param abrupt with a reset instead of an orderly end
    record LeavesMidway(int bytes, boolean abrupt) implements Conduct {}
}
