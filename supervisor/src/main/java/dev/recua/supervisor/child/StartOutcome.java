package dev.recua.supervisor.child;

import java.time.Duration;

/// What became of a start.
public sealed interface StartOutcome {

    /// `/health` answered 200.
    ///
    /// @param port on 127.0.0.1
    /// @param took from launch to ready, with starts repeated for a taken port
    record Ready(long pid, int port, Duration took) implements StartOutcome {}

    /// It will not become ready.
    record StartFailed(StartFailure failure) implements StartOutcome {}
}
