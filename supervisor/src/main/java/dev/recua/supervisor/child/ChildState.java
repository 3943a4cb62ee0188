package dev.recua.supervisor.child;

import java.time.Duration;

/// What one child is doing. A value: no locks, no handles. Times are since the launch.
///
/// ```text
/// Starting ── healthy ──▶ Ready ── asked ──▶ Stopping ── exited ──▶ Ended
///    │ │ └─ asked, too late ────────────────────▲                     ▲
///    │ └─ exited ─────────────────────────────────────────────────────┤
///    └─ exited, port taken ──▶ Starting (attempt + 1)      Ready ── exited
/// ```
public sealed interface ChildState {

    /// Launched; `/health` is asked.
    ///
    /// @param attempt  1 for the first port
    /// @param readyBy  when it is too late
    /// @param noticeAt when a word about it is due; far away once it was said
    record Starting(int attempt, Duration readyBy, Duration noticeAt) implements ChildState {
        /// One about which nothing more is to be said.
        Starting(int attempt, Duration readyBy) {
            this(attempt, readyBy, Lifecycle.NEVER);
        }
    }

    /// Answers requests.
    record Ready() implements ChildState {}

    /// Asked to leave.
    ///
    /// @param terms    SIGTERMs sent
    /// @param secondAt when the second is due
    /// @param killAt   when SIGKILL is due
    record Stopping(int terms, Duration secondAt, Duration killAt) implements ChildState {}

    /// Gone.
    record Ended() implements ChildState {}
}
