package dev.recua.supervisor.child;

import java.time.Duration;
import java.util.Optional;

/// What there is to tell while a child starts.
public sealed interface StartNews {
    /// It has come further with loading. Engines that do not tell give none of these.
    record Progress(LoadProgress progress) implements StartNews {}

    /// It takes longer than usual; told once for each child.
    ///
    /// @param after    time since the launch; see [ChildLimits#notice]
    /// @param lastLine its last log line, secrets masked; empty when it said nothing
    record StillStarting(Duration after, Optional<String> lastLine) implements StartNews {}
}
